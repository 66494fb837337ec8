// Lists, apart from how they are drawn: what is found, narrowed, counted, and in which order.
import { expect, test } from 'vitest';
import { arranged, counted, toggled, type Asked } from './arrange';
import { shownOf } from './chosen';
import { textOf, type Column } from './columns';
import { byPerson, givenFirst, nextSorting } from './order';
import { between, share, withPicked } from './picks';
import { even, inSight, scrolledTo, uneven } from './sight';
import { Texts } from './texts';
import { widths } from './widths';

type Person = { id: string; name: string; unit: string; born: string | null; rights: number };
const columns: Column<Person>[] = [
  { key: 'name', title: 'Họ và tên', of: (p) => p.name, kind: 'person' },
  { key: 'unit', title: 'Đơn vị', of: (p) => p.unit, few: true },
  { key: 'born', title: 'Ngày sinh', of: (p) => p.born, kind: 'date' },
  { key: 'rights', title: 'Quyền', of: (p) => p.rights, kind: 'number', hidden: true },
];
const one = (name: string, unit = 'Lê Chân', born: string | null = null, rights = 1) => ({
  id: name,
  name,
  unit,
  born,
  rights,
});
const asked: Asked = { query: '', filters: {}, sorting: null, shown: ['name', 'unit', 'born'] };
const names = (rows: Person[], more: Partial<Asked>) =>
  arranged(new Texts(rows, columns), { ...asked, ...more }).map(({ name }) => name);

test('people stand by their given names, in Vietnamese order, remarks apart', () => {
  const people = ['Lê Đức', 'Ngô Văn Ân', 'Trần An', 'Vũ Dũng', 'Phạm Ánh (HĐ)', 'Bùi An', 'Lý Ăn'];
  const by = { key: 'name', down: false };
  expect(
    names(
      people.map((name) => one(name)),
      { sorting: by },
    ),
  ).toEqual(['Bùi An', 'Trần An', 'Phạm Ánh (HĐ)', 'Lý Ăn', 'Ngô Văn Ân', 'Vũ Dũng', 'Lê Đức']);
  expect(givenFirst('Nguyễn Thị Vân (HĐ)')).toBe('Vân Nguyễn Thị (HĐ)');
});

test('sorting is stable, numbers are numbers, days are days, and what is empty stays last', () => {
  const rows = [
    one('a', 'Lớp 10A1', '2000-12-01', 10),
    one('b', 'Lớp 6A2', null, 9),
    one('c', 'Lớp 6A2', '2001-01-01', 100),
  ];
  const by = (key: string, down = false) => names(rows, { sorting: { key, down } });
  expect(by('unit')).toEqual(['b', 'c', 'a']);
  expect(by('unit', true)).toEqual(['a', 'b', 'c']);
  expect(by('rights')).toEqual(['b', 'a', 'c']);
  expect(by('born')).toEqual(['a', 'c', 'b']);
  expect(by('born', true)).toEqual(['c', 'a', 'b']);
  expect(nextSorting(null, 'x')).toEqual({ key: 'x', down: false });
  expect(nextSorting({ key: 'x', down: false }, 'x')).toEqual({ key: 'x', down: true });
  expect(nextSorting({ key: 'x', down: true }, 'x')).toBeNull();
});

test('every word is looked for in all columns that are shown; exact marks come first', () => {
  const rows = [one('Nguyễn Văn Hoà', 'Cẩm Giang'), one('Trần Thị Hoa', 'Cẩm Giàng'), one('Đỗ Mỹ')];
  expect(names(rows, { query: 'hoa cam giang' })).toEqual(['Nguyễn Văn Hoà', 'Trần Thị Hoa']);
  expect(names(rows, { query: 'giàng' })).toEqual(['Trần Thị Hoa', 'Nguyễn Văn Hoà']);
  const near = [one('Lê Quân', 'Dương Kinh'), one('Bùi Tú', 'An Dương')];
  expect(names(near, { query: 'an duong' })).toEqual(['Bùi Tú', 'Lê Quân']);
  expect(names(rows, { query: 'do MY le' })).toEqual(['Đỗ Mỹ']);
  expect(names(rows, { query: 'giang', shown: ['name'] })).toEqual([]);
  expect(names([one('x', 'y', '1985-02-28')], { query: '28/02/1985' })).toEqual(['x']);
});

test('filters narrow and say how many rows each value would leave', () => {
  const rows = [one('A', 'Lê Chân'), one('B', 'An Dương'), one('C', 'An Dương'), one('D', '')];
  const texts = new Texts(rows, columns);
  const filters = toggled({}, 'unit', 'An Dương');
  expect(names(rows, { filters })).toEqual(['B', 'C']);
  // Its own filter does not hide the other values of a column; the search does.
  const counts = [
    ['', 1],
    ['An Dương', 2],
    ['Lê Chân', 1],
  ];
  expect(counted(texts, 'unit', { ...asked, filters })).toEqual(counts);
  expect(counted(texts, 'unit', { ...asked, filters, query: 'lê chân' })).toEqual([
    ['An Dương', 0],
    ['Lê Chân', 1],
  ]);
  expect(toggled(filters, 'unit', 'An Dương')).toEqual({});
});

test('what was chosen of the columns counts, and the first column stays', () => {
  const keys = (choice: Record<string, boolean>) => shownOf(columns, choice).map(({ key }) => key);
  expect(keys({})).toEqual(['name', 'unit', 'born']);
  expect(keys({ name: false, unit: false, rights: true })).toEqual(['name', 'born', 'rights']);
  expect(textOf(columns[2] as Column<Person>, one('x', '', '1985-02-28'))).toBe('28/02/1985');
});

test('rows are chosen singly, as a range in either direction, and all', () => {
  const ids = ['a', 'b', 'c', 'd'];
  expect(between(ids, 2, 1)).toEqual(['b', 'c']);
  expect(between(ids, 0, 3, ['d', 'b'])).toEqual(['b', 'd']);
  const some = withPicked(new Set(['x']), ['a', 'b'], true);
  expect([...some]).toEqual(['x', 'a', 'b']);
  expect([share(some, ids), share(some, ['a']), share(some, [])]).toEqual(['some', 'all', 'none']);
});

test('only rows in sight are drawn, and the space of the others is kept', () => {
  const sight = inSight(even(50_000, 44), 44_000, 440);
  expect(sight).toMatchObject({ first: 992, count: 26, before: 992 * 44 });
  expect(sight.before + sight.count * 44 + sight.after).toBe(50_000 * 44);
  expect(inSight(even(3, 44), 9_999, 440)).toEqual({ first: 0, count: 3, before: 0, after: 0 });
  expect(inSight(even(0, 44), 0, 440)).toEqual({ first: 0, count: 0, before: 0, after: 0 });
  const ten = even(10, 40);
  expect(scrolledTo(ten, 0, 100, 400, 40)).toBe(0);
  expect(scrolledTo(ten, 9, 0, 400, 40)).toBe(40);
  expect(scrolledTo(ten, 5, 0, 400, 40)).toBe(0);
});

test('of rows that grow with their text each takes its own room, and that of the others is kept', () => {
  const heights = Array.from({ length: 100 }, (_, n) => (n % 2 ? 40 : 120));
  const sight = inSight(uneven(heights), 4_000, 400);
  expect(sight).toEqual({ first: 42, count: 21, before: 21 * 160, after: 18 * 160 + 40 });
  expect(inSight(uneven([]), 0, 400)).toEqual({ first: 0, count: 0, before: 0, after: 0 });
  expect(inSight(uneven([40, 400]), 9_999, 400)).toEqual({
    first: 0,
    count: 2,
    before: 0,
    after: 0,
  });
  expect(scrolledTo(uneven(heights), 4, 0, 400, 40)).toBe(320 + 120 + 40 - 400);
});

test('columns use the whole width by their weights and are never narrower than they need', () => {
  expect(widths([10, 20], 16, 960)).toEqual([320, 640]);
  expect(widths([10, 20], 16, 300)).toEqual([160, 320]);
});

test('rows stand by the names of their people, and those of one person as they came', () => {
  const rows = [one('Trần Văn Ân', 'hai'), one('Lê Thị An'), one('Trần Văn Ân', 'một')];
  const stand = byPerson(rows, ({ name }) => name);
  expect(stand.map(({ name }) => name)).toEqual(['Lê Thị An', 'Trần Văn Ân', 'Trần Văn Ân']);
  expect(stand.map(({ unit }) => unit).slice(1)).toEqual(['hai', 'một']);
});
