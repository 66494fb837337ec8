import { expect, test } from 'vitest';
import { keptSpelling, uncapitalised } from './names';

test('a name in capitals is written as people write it, any other stays as it was typed', () => {
  expect(uncapitalised('NGUYỄN THỊ THUỲ DƯƠNG')).toBe('Nguyễn Thị Thuỳ Dương');
  expect(uncapitalised("H'HEN NIÊ")).toBe("H'Hen Niê");
  expect(uncapitalised('ĐỖ THỊ THUỲ-DƯƠNG')).toBe('Đỗ Thị Thuỳ-Dương');
  for (const kept of ['Nguyễn Thị HOA', 'VNPT', 'A B', '', ' Lê An'])
    expect(uncapitalised(kept)).toBe(kept);
});

test('a known name keeps its spelling against capitals', () => {
  expect(keptSpelling('Nguyễn Thị Hoà', 'NGUYỄN THỊ HOÀ')).toBe('Nguyễn Thị Hoà');
  expect(keptSpelling('Nguyễn Thị Hoà', 'Nguyễn Thị Hòa')).toBe('Nguyễn Thị Hòa');
  expect(keptSpelling('Nguyễn Thị Hoà', 'TRẦN VĂN ĐỨC')).toBe('Trần Văn Đức');
});
