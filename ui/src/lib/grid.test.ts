// Cells of a grid, apart from how they are drawn.
import { expect, test } from 'vitest';
import { moved, nextSorting, sortedRows, type GridRow } from './grid';

test('a key leads no further than the last cell', () => {
  const first = { row: 0, column: 0 };
  const size = { row: 500, column: 3 };
  expect(moved('End', true, first, size, 10)).toEqual({ row: 499, column: 2 });
  expect(moved('ArrowLeft', false, first, size, 10)).toEqual(first);
  expect(moved('x', false, first, size, 10)).toBeNull();
});

test('people are sorted by their given names, up, down, and as they were', () => {
  const names = ['Trần Thị Yến', 'Nguyễn Văn Đức', 'Lê Thị Ánh'];
  const rows = names.map((name, n): GridRow => {
    return { id: String(n), number: n, tone: '', marks: {}, cells: { name } };
  });
  const order = (by: ReturnType<typeof nextSorting>) => sortedRows(rows, by).map((r) => r.id);
  const up = nextSorting(null, 'name');
  const down = nextSorting(up, 'name');
  expect(order(up)).toEqual(['2', '1', '0']);
  expect(order(down)).toEqual(['0', '1', '2']);
  expect(nextSorting(down, 'name')).toBeNull();
});
