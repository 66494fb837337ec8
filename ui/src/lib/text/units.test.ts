// Names of units in lists: what all of a kind begin with is left out, what tells them apart stays.
import { expect, test } from 'vitest';
import { shortUnit } from './vi';

test.each([
  ['Ủy ban nhân dân xã Cẩm Giàng', 'Xã Cẩm Giàng'],
  ['Uỷ ban nhân dân phường Lê Chân', 'Phường Lê Chân'],
  ['Trường Mầm non Hoa Sen', 'Mầm non Hoa Sen'],
  ['Trường Tiểu học và Trung học cơ sở Minh Tân', 'Tiểu học và THCS Minh Tân'],
  ['Trường Trung học phổ thông Thái Phiên', 'THPT Thái Phiên'],
  ['Sở Giáo dục và Đào tạo Hải Phòng', 'Sở Giáo dục và Đào tạo Hải Phòng'],
])('%s is shown as %s', (name, short) => {
  expect(shortUnit(name)).toBe(short);
});
