// What goes out of a list into Excel.
import { expect, test } from 'vitest';
import type { Column } from './columns';
import { written } from './written';

type Line = { id: string; name: string; on: string | null; at: string; count: number };
const columns: Column<Line>[] = [
  { key: 'name', title: 'Họ và tên', of: (l) => l.name, kind: 'person', weight: 10 },
  { key: 'on', title: 'Ngày', of: (l) => l.on, kind: 'date' },
  { key: 'at', title: 'Lúc', of: (l) => l.at, kind: 'moment' },
  { key: 'count', title: 'Số', of: (l) => l.count, kind: 'number' },
  {
    key: 'share',
    title: 'Đã ký',
    of: (l) => l.count / 2,
    text: (l) => `${l.count}/2`,
    kind: 'number',
  },
];

test('days, instants and counts go out as what they are, everything else as it is read', () => {
  const line = { id: 'l', name: '=1+1', on: '2026-09-05', at: '2026-09-05T01:00:00Z', count: 7 };
  const list = written('Danh sách', columns, [line, { ...line, on: null }]);
  expect(list.columns[0]).toEqual({ title: 'Họ và tên', width: 18 });
  expect(list.rows).toEqual([
    [
      { text: '=1+1' },
      { day: '2026-09-05' },
      { at: '2026-09-05T01:00:00Z' },
      { number: 7 },
      { text: '7/2' },
    ],
    [
      { text: '=1+1' },
      { text: '' },
      { at: '2026-09-05T01:00:00Z' },
      { number: 7 },
      { text: '7/2' },
    ],
  ]);
});
