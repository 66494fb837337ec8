// Dates as people type and read them.
import { expect, test } from 'vitest';
import { day, isoDay, isoHour, moment, moments, wholeHour } from './dates';

test('a day that is not in the calendar is not taken', () => {
  expect(isoDay('28/02/2026')).toBe('2026-02-28');
  expect(isoDay('5.9.2026')).toBe('2026-09-05');
  expect(isoDay('31/02/2026')).toBeNull();
  expect(isoDay('2026-02-28')).toBeNull();
});

test('an hour is taken as people write it', () => {
  expect(isoHour('14:00')).toBe('14:00:00');
  expect(isoHour('8h30')).toBe('08:30:00');
  expect(['8h', '8h00', '8 giờ', '8 GIỜ 00', '8g', '08:00'].map(isoHour)).toEqual(
    Array.from({ length: 6 }, () => '08:00:00'),
  );
  expect(isoHour('8 giờ 30 phút')).toBe('08:30:00');
  expect(['8', '8:', '25h', 'sáng'].map(isoHour)).toEqual([null, null, null, null]);
  expect(wholeHour(' 8 giờ 30')).toBe('08:30');
  expect(wholeHour('sáng')).toBe('sáng');
  expect(isoHour('8:60')).toBeNull();
  expect(isoHour('24:00')).toBeNull();
});

test('moments are shown in the time of Việt Nam', () => {
  expect(moment('2026-11-15T17:30:00Z')).toBe('00:30 16/11/2026');
  expect(day('2026-09-05')).toBe('05/09/2026');
});

test('a question is about a whole day, or about an instant to the second', () => {
  expect(moments('15/11/2025')).toEqual({ during: '2025-11-15' });
  expect(moments('15/11/2025 07:00')).toEqual({ at: '2025-11-15T00:00:00.000Z' });
  expect(moments('15/11/2025 7:00:30')).toEqual({ at: '2025-11-15T00:00:30.000Z' });
  expect(moments('15/11/2025 7 giờ')).toBeNull();
  expect(moments('hôm qua')).toBeNull();
});
