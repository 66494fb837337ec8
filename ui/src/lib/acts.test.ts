import { expect, test } from 'vitest';
import { whatWasDone } from './acts';

const about = { number: null, class: null, name: null, more: 0 };

test('a line of the log carries object and person', () => {
  const signed = { ...about, number: 12, name: 'Nguyễn Thị Hoa' };
  expect(whatWasDone({ kind: 'record_signing.v1', about: signed })).toBe(
    'Ghi nhận đã ký: biên bản 12 – Nguyễn Thị Hoa',
  );
  expect(whatWasDone({ kind: 'record_signing.v1', about: { ...signed, more: 41 } })).toBe(
    'Ghi nhận đã ký: biên bản 12 – Nguyễn Thị Hoa và 41 biên bản khác',
  );
  const taught = { ...about, class: '6A2', name: 'Trần Văn Bình' };
  expect(whatWasDone({ kind: 'assign_teacher.v1', about: taught })).toBe(
    'Phân công chủ nhiệm: lớp 6A2 – Trần Văn Bình',
  );
  expect(whatWasDone({ kind: 'set_unit.v1', about })).toBe('Sửa cách trình bày');
});
