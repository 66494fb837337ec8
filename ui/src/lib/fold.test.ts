// Searching without marks.
import { expect, test } from 'vitest';
import { fileName, fold } from './fold';

test('search folds marks and Đ', () => {
  expect(fold('Đỗ Thị Phượng')).toBe('do thi phuong');
});

test('a file is named as its list is called, without marks', () => {
  expect(fileName('Bảng theo dõi')).toBe('bang-theo-doi');
  expect(fileName('Ai được làm gì (2026 - 2027)')).toBe('ai-duoc-lam-gi-2026-2027');
});
