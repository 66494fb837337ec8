// The boards: the 114 communes of the Sở, the 20 schools of a commune, and their accounts.
import type { AccountsOffer, Board, BoardRow, BoardState } from '../../bindings';
import { accountsOffer, board as sample } from '../board';
import { officers } from './people';
import { communes } from './communes';
import { ofCommune } from './units';

/** A month in: most are at work, some are done, a few have not begun. */
const states: BoardState[] = 'dddwwwwwgggwwdoowwdwgwdwwnwd'
  .split('')
  .map(
    (one) =>
      ({ d: 'done', w: 'working', g: 'giving', o: 'overdue', n: 'not_received' })[
        one
      ] as BoardState,
  );
const worst: BoardState[] = ['not_received', 'overdue', 'giving', 'working', 'done'];
const kept = (state: BoardState) => sample.rows.filter((row) => row.state === state);
const headOf = (n: number) => officers[(n * 5) % 42]?.name ?? '';
const worstFirst = (rows: BoardRow[]) =>
  [...rows].sort((a, b) => worst.indexOf(a.state) - worst.indexOf(b.state));

/** A line in a state, with the counts of the small sample's lines. */
function line(state: BoardState, n: number): BoardRow {
  const all = kept(state);
  return all[n % all.length] as BoardRow;
}

export const ofDepartment: Board = {
  ...sample,
  rows: worstFirst(
    communes.map(({ code, name, short, area }, n) => ({
      ...line(states[n % states.length] ?? 'done', n),
      id: `b${n}`,
      name: `Ủy ban nhân dân ${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      short_name: short,
      code,
      area,
      head: headOf(n),
    })),
  ),
};

export const ofSchools: Board = {
  ...sample,
  unit: 'u1',
  kind: 'commune',
  rows: worstFirst(
    ofCommune.slice(1).map(({ id, name, code, received, levels, head }, n) => ({
      ...line(received ? (states[(n * 3) % states.length] ?? 'done') : 'not_received', n),
      id,
      kind: 'school',
      name,
      short_name: name.replace(/^Trường /, ''),
      code,
      area: null,
      level: levels[0] ?? null,
      head,
      below: 0,
      below_received: 0,
    })),
  ),
};

/** Every unit that has not received its account, some with what is missing. */
export const offered: AccountsOffer = {
  ...accountsOffer,
  received: 76,
  lines: ofDepartment.rows.slice(0, 38).map((row, n) => ({
    unit: row.id,
    name: row.name,
    code: row.code,
    unit_kind: 'commune',
    kind: 'department_to_commune',
    head: n % 6 === 1 ? null : [`h${n}`, row.head, 'Chủ tịch'],
    login: n % 8 === 3 ? null : `qt.${row.code ?? ''}`,
    open: n % 9 === 4 ? `m${n}` : null,
    printed: n % 18 === 4,
  })),
};
