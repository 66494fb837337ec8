// Cells as Excel copies and pastes them.
import { expect, test } from 'vitest';
import { copiedText, pastedCells } from './clipboard';

test('what goes out Excel takes, and it comes in again as it was', () => {
  const cells = [
    ['Nguyễn Thị Hoa', 'Hai\ndòng'],
    ['=1+1', 'có "ngoặc"'],
    ['', 'x\ty'],
  ];
  expect(pastedCells(copiedText(cells))).toEqual(cells);
});

test('what Excel copies comes in', () => {
  expect(pastedCells('a\tb\r\nc\td\r\n')).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  expect(pastedCells('')).toEqual([]);
});
