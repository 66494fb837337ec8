// The columns of the board: the way from the list to the Hệ thống CSDL.
import type { Column } from '../../lib/components/table/columns';
import type { Board, BoardRow } from '../../lib/ipc/call';
import { boardStateName, shortUnit, t, unitKindName } from '../../lib/text/vi';
import { boardTone } from '../../lib/tones';
import { groupOf, share } from './lines';

/** Those that every board has; a commune's schools have no units below. */
export function columns(board: Board): Column<BoardRow>[] {
  const words = t.board;
  const number = (
    key: string,
    title: string,
    of: (row: BoardRow) => number,
    text?: (row: BoardRow) => string,
  ): Column<BoardRow> => ({ key, title, of, text, kind: 'number', weight: headed(title) });
  const of = (part: number, rest: number) => `${part}/${part + rest}`;
  const all: Column<BoardRow>[] = [
    {
      key: 'name',
      title: words.name,
      of: (row) => row.name,
      short: (row) => shortUnit(row.name),
      weight: 11,
      wrap: true,
    },
    { key: 'code', title: t.units.code, of: (row) => row.code, weight: 7, wrap: true },
    {
      key: 'kind',
      title: t.accounts.kind,
      of: (row) => unitKindName[row.kind],
      kind: 'status',
      hidden: true,
    },
    { key: 'head', title: words.head, of: (row) => row.head, kind: 'person', hidden: true },
    { key: 'group', title: words.group, of: (row) => groupOf(row, board), few: true, hidden: true },
    {
      key: 'state',
      title: words.state,
      of: (row) => boardStateName[row.state],
      kind: 'status',
      tone: (row) => boardTone[row.state],
      // The longest state in its pill: a list may scroll, a state is not cut.
      weight: 12.5,
    },
    number('signed', words.signed, (row) => row.tally.signed),
    number(
      'scanned',
      words.scanned,
      (row) => row.tally.scanned,
      (row) => of(row.tally.scanned, row.tally.to_scan),
    ),
    number(
      'csdl',
      words.csdl,
      (row) => row.tally.csdl_done,
      (row) => of(row.tally.csdl_done, row.tally.csdl_open),
    ),
    { ...number('overdue', words.overdue, (row) => row.tally.overdue), tone: late },
    {
      key: 'received',
      title: words.received,
      of: (row) => (row.received ? words.yes : words.no),
      kind: 'status',
      weight: 6.5,
    },
    number(
      'below',
      words.below,
      (row) => row.below_received,
      (row) => `${row.below_received}/${row.below}`,
    ),
    number('not_made', words.notMade, (row) => row.tally.not_made),
    { ...number('drafts', words.drafts, (row) => row.tally.drafts), hidden: true },
    { ...number('printed', words.printed, (row) => row.tally.printed), hidden: true },
    number('share', words.share, share, (row) => `${share(row)} %`),
    number(
      'numbered',
      words.numbered,
      (row) => row.tally.numbered,
      (row) => of(row.tally.numbered, row.tally.to_number),
    ),
    { key: 'due', title: words.due, of: (row) => row.due, kind: 'date', hidden: true },
  ];
  return all.filter(({ key }) => key !== 'below' || board.kind === 'department');
}

const late = (row: BoardRow) => (row.tally.overdue > 0 ? 'bad' : '');

/** As wide as a title needs, with what says how it is sorted. */
const headed = (title: string) => Math.max(4.6, 2.2 + title.length * 0.55);
