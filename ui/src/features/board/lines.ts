// Lines of the board: their groups, order, columns and what is still missing of each.
import { day } from '../../lib/dates';
import type { Board, BoardRow, BoardState, Tally } from '../../lib/ipc/call';
import { areaName, levelName, ofDepartment, t } from '../../lib/text/vi';

/** States, worst first. */
export const states: BoardState[] = ['not_received', 'overdue', 'giving', 'working', 'done'];

/** The group of a line: the half of the city, or the level of a school. */
export function groupOf(row: BoardRow, board: Board): string {
  if (row.area) return areaName[row.area];
  if (board.kind === 'department') return ofDepartment;
  return row.level ? levelName[row.level] : ofDepartment;
}

/** Lines by their groups, those of the city's halves first. */
export function grouped(rows: BoardRow[], board: Board): [string, BoardRow[]][] {
  const order: string[] = [...Object.values(areaName), ...Object.values(levelName), ofDepartment];
  const groups = new Map<string, BoardRow[]>();
  for (const row of rows) {
    const group = groupOf(row, board);
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  return [...groups].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
}

/** All minutes that are there or should be. */
export function all({ tally }: BoardRow): number {
  return tally.not_made + tally.drafts + tally.printed + tally.signed;
}

/** How much of it is signed, in percent. */
export function share(row: BoardRow): number {
  return all(row) === 0 ? 0 : Math.round((row.tally.signed / all(row)) * 100);
}

/** What is missing of a line, in words; nothing where it is done. What one gave is one's own work. */
export function missing(row: BoardRow): string[] {
  // The nearest day may be of what one does oneself.
  const own = row.ours.to_scan > row.ours.overdue;
  return left(row, theirs(row), own ? '' : day(row.due));
}

/** Why a line is not done, whoever it waits for; of a done one only what is not known here. */
export function why(row: BoardRow): string[] {
  if (row.state === 'done') return row.heard ? [] : [t.remind.unheard];
  return left(row, row.tally, day(row.due));
}

function left(row: BoardRow, tally: Tally, due: string): string[] {
  const said: [boolean, string][] = [
    [!row.received, t.remind.account],
    [row.below_received < row.below, t.remind.below(row.below_received, row.below)],
  ];
  const words = [...said.filter(([is]) => is).map(([, text]) => text), ...counted(tally, due)];
  return row.state === 'giving' && words.length === 0 ? [t.remind.nothing] : words;
}

/** What is open of counts, in words. */
function counted(tally: Tally, due: string): string[] {
  const soon = tally.to_scan - tally.overdue;
  const said: [boolean, string][] = [
    [tally.overdue > 0, t.remind.overdue(tally.overdue)],
    [soon > 0, t.remind.scans(soon, due)],
    [tally.not_made > 0, t.remind.notMade(tally.not_made)],
    [tally.drafts > 0, t.remind.drafts(tally.drafts)],
    [tally.printed > 0, t.remind.printed(tally.printed)],
    [tally.to_number > 0, t.remind.numbers(tally.to_number)],
    [tally.csdl_open > 0, t.remind.csdl(tally.csdl_open)],
  ];
  return said.filter(([is]) => is).map(([, text]) => text);
}

/** Why nobody is to be reminded: all is done, or what is left is one's own work. */
export function nothingToRemind(rows: BoardRow[], kind: Board['kind']): string {
  if (rows.every(({ state }) => state === 'done')) return t.board.allDone;
  const [first, ...others] = rows.map(({ ours }) => ours);
  const sum = { ...(first as Tally) };
  for (const key of Object.keys(sum) as (keyof Tally)[])
    for (const ours of others) sum[key] += ours[key];
  return t.board.ownWork(t.board.self[kind === 'department' ? kind : 'unit'], counted(sum, ''));
}

/** The counts without what is work of who reminds. */
function theirs({ tally, ours }: BoardRow): Tally {
  const left = { ...tally };
  for (const key of Object.keys(left) as (keyof Tally)[]) left[key] -= ours[key];
  return left;
}

/** The text of a message: a paragraph for each unit that something is missing of. */
export function reminders(rows: BoardRow[], on: string): string {
  const lines = rows.flatMap((row) => {
    const words = missing(row);
    if (!words.length) return [];
    const head = row.head ? ` (${row.head})` : '';
    return [`${row.name}${head}:\n${words.map((text) => `- ${text}`).join('\n')}`];
  });
  return lines.length ? [t.remind.title(day(on)), ...lines].join('\n\n') : '';
}

/** How many were signed on each day, all lines together, from the first such day to the last. */
export function trend(rows: BoardRow[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const [on, signed] of rows.flatMap((row) => row.days))
    sums.set(on, (sums.get(on) ?? 0) + signed);
  return [...sums].sort(([a], [b]) => a.localeCompare(b));
}
