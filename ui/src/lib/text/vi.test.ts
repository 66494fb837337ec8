// Dates as people type and read them.
import { expect, test } from 'vitest';
import { day, fold, isoDay, moment } from './vi';

test('a day that is not in the calendar is not taken', () => {
  expect(isoDay('28/02/2026')).toBe('2026-02-28');
  expect(isoDay('5.9.2026')).toBe('2026-09-05');
  expect(isoDay('31/02/2026')).toBeNull();
  expect(isoDay('2026-02-28')).toBeNull();
});

test('moments are shown in the time of Việt Nam', () => {
  expect(moment('2026-11-15T17:30:00Z')).toBe('00:30 16/11/2026');
  expect(day('2026-09-05')).toBe('05/09/2026');
});

test('search folds marks and Đ', () => {
  expect(fold('Đỗ Thị Phượng')).toBe('do thi phuong');
});
