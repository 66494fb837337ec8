import { expect, test } from 'vitest';
import { during } from './during';

test('a part of a day has an end, and what goes on has none', () => {
  const from = '2026-11-15T01:00:00Z';
  expect(during({ from, until: '2026-11-15T03:30:00Z' })).toBe('08:00 – 10:30');
  expect(during({ from, until: null })).toBe('từ 08:00');
});
