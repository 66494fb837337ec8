// Searching without marks.
import { expect, test } from 'vitest';
import { fold } from './fold';

test('search folds marks and Đ', () => {
  expect(fold('Đỗ Thị Phượng')).toBe('do thi phuong');
});
