// Days before and after, and the weeks of a month.
import { expect, test } from 'vitest';
import { daysLater, monthsLater, weeksOf } from './calendar';

test('a month later has a day that is real', () => {
  expect(monthsLater('2026-01-31', 1)).toBe('2026-02-28');
  expect(monthsLater('2026-12-15', 1)).toBe('2027-01-15');
  expect(monthsLater('2028-02-29', -12)).toBe('2027-02-28');
  expect(daysLater('2026-12-31', 1)).toBe('2027-01-01');
  expect(daysLater('2026-02-28', 1)).toBe('2026-03-01');
});

test('weeks begin on Monday and hold the whole month', () => {
  const weeks = weeksOf('2026-11-28');
  expect(weeks[0]?.[0]).toBe('2026-10-26');
  expect(weeks.at(-1)?.[6]).toBe('2026-12-06');
  expect(weeks.flat().filter((day) => day.startsWith('2026-11'))).toHaveLength(30);
  // Thirty-one days of a December end with its year.
  expect(weeksOf('2026-12-01').at(-1)).toContain('2026-12-31');
});
