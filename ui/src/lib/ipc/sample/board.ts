// The sample: the board of the Sở with the 114 communes, and their accounts.
import type {
  AccountLine,
  AccountsOffer,
  Board,
  BoardRow,
  BoardState,
  Catalogued,
  Tally,
} from '../bindings';
import { givers, paper } from './handover';
import { LONG_NAME } from './names';

const states: BoardState[] = ['done', 'working', 'giving', 'overdue', 'not_received'];
const nothing: Tally = {
  not_made: 0,
  drafts: 0,
  printed: 0,
  signed: 0,
  to_people: 0,
  numbered: 0,
  to_number: 0,
  scanned: 0,
  to_scan: 0,
  overdue: 0,
  csdl_done: 0,
  csdl_open: 0,
};

function tally(state: BoardState, n: number): Tally {
  if (state === 'not_received') return nothing;
  const signed = 20 + (n % 17);
  const late = state === 'overdue' ? 2 : 0;
  const way = state === 'done' ? 0 : 3 + (n % 4);
  return {
    not_made: way,
    drafts: way,
    printed: way,
    signed,
    to_people: signed - 1,
    numbered: signed - way,
    to_number: way,
    scanned: signed - way,
    to_scan: way,
    overdue: late,
    csdl_done: signed - way,
    csdl_open: way,
  };
}

function row(n: number): BoardRow {
  const state = states[n % states.length] ?? 'done';
  const received = state !== 'not_received';
  const name = n === 64 ? 'Nguyễn Bỉnh Khiêm – Bạch Long Vĩ' : `Lê Chân ${n + 1}`;
  return {
    id: `b${n}`,
    kind: 'commune',
    name: `Ủy ban nhân dân phường ${name}`,
    short_name: name,
    code: String(10_000 + n),
    area: n < 64 ? 'west' : 'east',
    level: 'preschool',
    head: LONG_NAME,
    state,
    received,
    below: 12,
    below_received: state === 'giving' ? 7 : received ? 12 : 0,
    tally: tally(state, n),
    ours: nothing,
    heard: true,
    due: received && state !== 'done' ? '2026-12-05' : null,
    days: received
      ? [
          ['2026-11-09', 4 + (n % 3)],
          ['2026-11-10', 9],
          ['2026-11-12', 3 + (n % 5)],
        ]
      : [],
  };
}

export const board: Board = {
  unit: 'so',
  kind: 'department',
  on: '2026-11-28',
  rows: Array.from({ length: 114 }, (_, n) => row(n)),
};

/** A few of them, of both halves of the city and in every state: what is quick to check. */
export const fewOfBoard: Board = { ...board, rows: board.rows.slice(60, 68) };

const line = (n: number, more: Partial<AccountLine>): AccountLine => ({
  unit: `b${n}`,
  name: `Ủy ban nhân dân phường Lê Chân ${n}`,
  code: String(11_000 + n),
  unit_kind: 'commune',
  kind: 'department_to_commune',
  head: [`h${n}`, LONG_NAME, 'Chủ tịch'],
  login: `qt.${11_000 + n}`,
  open: null,
  printed: false,
  ...more,
});

export const accountsOffer: AccountsOffer = {
  giver_unit: 'Sở Giáo dục và Đào tạo Hải Phòng',
  givers,
  documents: [paper],
  received: 3,
  lines: [
    line(1, {}),
    line(2, { head: null, login: null }),
    line(3, { head: null, login: null }),
    line(4, { open: 'm4' }),
  ],
};

export const catalogued: Catalogued = {
  missing: [
    ['10507', 'Phường Thành Đông'],
    ['11914', 'Đặc khu Cát Hải'],
  ],
  there: 112,
};
