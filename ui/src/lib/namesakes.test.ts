// Two people of one name are told apart wherever they stand in one list.
import { expect, test } from 'vitest';
import { givenFirst } from './components/table/order';
import { callers } from './namesakes';

const of = (name: string, code: string, unit = 'u') => ({ name, code, unit });
const called = (...rows: ReturnType<typeof of>[]) => rows.map(callers(rows, (row) => row));

test('two people of one name and unit are called with their codes, and one with two papers is not', () => {
  const [first, other] = [of('Nguyễn Thị Hương', 'CB006'), of('Nguyễn thị Hương', 'CB011')];
  expect(called(first, other, of('Nguyễn Thị Hường', 'CB012'))).toEqual([
    'Nguyễn Thị Hương · CB006',
    'Nguyễn thị Hương · CB011',
    'Nguyễn Thị Hường',
  ]);
  expect(called(first, { ...first })).toEqual(['Nguyễn Thị Hương', 'Nguyễn Thị Hương']);
  // Of two units the unit tells them apart, and their codes may be the same.
  expect(called(first, of('Nguyễn Thị Hương', 'CB007', 'v'))[0]).toBe('Nguyễn Thị Hương');
});

test('a name with its code stands in the order of the given name', () => {
  expect(givenFirst('Nguyễn Thị Hương · CB006')).toBe('Hương Nguyễn Thị · CB006');
});
