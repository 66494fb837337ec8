// The board: 114 lines, narrowed by clicks, with what to remind people of.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import type { BoardRow } from '../../lib/ipc/call';
import { pretend, sample } from '../../lib/ipc/fake';
import { board, fewOfBoard } from '../../lib/ipc/sample/board';
import { forgetAll } from '../../lib/kept.svelte';
import { areaName, boardStateName, t } from '../../lib/text/vi';
import Board from './Board.svelte';
import { columns } from './columns';
import { grouped, missing, nothingToRemind, reminders, share, trend, why } from './lines';

beforeEach(() => {
  forgetAll();
  localStorage.clear();
});

async function opened(shown = board) {
  pretend({ ...sample, board: () => shown });
  const { container } = render(Board);
  await screen.findByText(t.board.shown(shown.rows.length, shown.rows.length));
  return container;
}

test('a tile for each of the 114, in the two halves of the city, each with its state in words', async () => {
  const container = await opened();
  expect(container.querySelectorAll('[data-tile]')).toHaveLength(114);
  const groups = [...container.querySelectorAll('h2')].map((h) => h.textContent?.trim());
  expect(groups).toEqual([`${areaName.west} (64)`, `${areaName.east} (50)`]);
  const said = [...container.querySelectorAll('[data-tile]')].map((tile) => tile.textContent);
  const late = said.filter((words) => /– Quá hạn bản quét, đã ký\s+\d+\/\d+\s*$/.test(words));
  expect(late).toHaveLength(23);
});

test('a click on a state and on a half narrows, and a second click widens again', async () => {
  const container = await opened();
  const tiles = () => container.querySelectorAll('[data-tile]').length;
  await fireEvent.click(container.querySelector('[data-filter=overdue]') as HTMLElement);
  expect(tiles()).toBe(23);
  await fireEvent.click(container.querySelector(`[data-group="${areaName.east}"]`) as HTMLElement);
  expect(tiles()).toBe(10);
  await fireEvent.click(container.querySelector('[data-filter=overdue]') as HTMLElement);
  expect(tiles()).toBe(50);
  await fireEvent.click(container.querySelector(`[data-group="${areaName.east}"]`) as HTMLElement);
  expect(tiles()).toBe(114);
});

test('the table has the columns of the way and sorts by them', async () => {
  const container = await opened(fewOfBoard);
  await fireEvent.click(container.querySelector('[data-tab=table]') as HTMLElement);
  const heads = ['signed', 'numbered', 'scanned', 'csdl', 'overdue'];
  for (const key of heads) expect(container.querySelector(`[data-sort=${key}]`)).toBeTruthy();
  await fireEvent.click(container.querySelector('[data-sort=signed]') as HTMLElement);
  await fireEvent.click(container.querySelector('[data-sort=signed]') as HTMLElement);
  const first = container.querySelector('tbody tr.one');
  expect(first?.textContent).toContain('36');
});

test('reminders name what is missing of each unit, by when, and nothing of who is done', () => {
  const [done, working, , overdue, none] = board.rows;
  if (!done || !working || !overdue || !none) throw new Error('the sample is too short');
  expect(missing(done)).toEqual([]);
  expect(missing(none)).toEqual([t.remind.account, t.remind.below(0, 12)]);
  expect(missing(overdue)).toContain(t.remind.overdue(2));
  const text = reminders([done, working, overdue], board.on);
  expect(text).toContain('28/11/2026');
  expect(text).toContain('(hạn 05/12/2026)');
  expect(text).not.toContain(done.name);
  expect(reminders([done], board.on)).toBe('');
});

test('the trend adds the days of all lines that are shown', () => {
  const [first, second] = board.rows;
  if (!first || !second) throw new Error('the sample is too short');
  expect(trend([first, second])).toEqual([
    ['2026-11-09', 9],
    ['2026-11-10', 18],
    ['2026-11-12', 7],
  ]);
  expect(share({ ...first, tally: { ...first.tally, signed: 0 } })).toBe(0);
});

test('the board of a commune groups its schools by level and has no units below them', () => {
  const school = (n: number, level: BoardRow['level']): BoardRow => {
    const [row] = fewOfBoard.rows;
    if (!row) throw new Error('the sample is too short');
    return { ...row, id: `s${n}`, kind: 'school', area: null, level, below: 0, below_received: 0 };
  };
  const rows = [school(1, 'lower_secondary'), school(2, 'preschool'), school(3, 'preschool')];
  const commune = { ...fewOfBoard, kind: 'commune' as const, rows };
  const groups = grouped(rows, commune).map(([name, lines]) => [name, lines.length]);
  expect(groups).toEqual([
    ['Mầm non', 2],
    ['THCS', 1],
  ]);
  const keys = (of: typeof commune) => columns(of).map(({ key }) => key);
  expect(keys(commune)).not.toContain('below');
  expect(columns(fewOfBoard).map(({ key }) => key)).toContain('below');
});

test('the text of the reminders is shown to be copied', async () => {
  const container = await opened();
  await fireEvent.click(container.querySelector('#reminders') as HTMLElement);
  const text = container.querySelector('#reminders-text') as HTMLTextAreaElement;
  expect(text.value).toContain(t.remind.account);
  expect(document.activeElement).toBe(text);
  expect(text.selectionEnd).toBe(0);
});

test('a tile says why its unit is where it is, and a state that nobody is in says so', async () => {
  const few = { ...board, rows: board.rows.filter(({ state }) => state !== 'giving') };
  const container = await opened(few);
  const tile = container.querySelector('[data-state=working]') as HTMLElement;
  const row = few.rows.find(({ state }) => state === 'working') as BoardRow;
  expect(tile.title.split('\n').slice(1)).toEqual(why(row).map((words) => `- ${words}`));
  expect(why(row).length).toBeGreaterThan(0);
  const ours = { ...row, ours: row.tally };
  expect(missing(ours)).toEqual([]);
  expect(why(ours)).toEqual(why(row));
  await fireEvent.click(container.querySelector('[data-filter=giving]') as HTMLElement);
  expect(screen.getByText(t.board.none)).toBeTruthy();
  expect(screen.getByText(t.board.shown(0, few.rows.length))).toBeTruthy();
});

test('of a unit that is done and not heard from, the tip says what is not known here', () => {
  const [done] = board.rows;
  if (!done) throw new Error('the sample is too short');
  expect(why(done)).toEqual([]);
  expect(why({ ...done, heard: false })).toEqual([t.remind.unheard]);
  expect(missing({ ...done, heard: false })).toEqual([]);
});

test('what matters most stands right after the state, and the code beside the name', () => {
  const shown = columns(fewOfBoard).filter(({ hidden }) => !hidden);
  expect(shown.slice(0, 7).map(({ key }) => key)).toEqual([
    'name',
    'code',
    'state',
    'signed',
    'scanned',
    'csdl',
    'overdue',
  ]);
  const [row] = fewOfBoard.rows;
  // What is still with the unit is looked for, not shown.
  expect(shown.some(({ key }) => key === 'drafts' || key === 'printed')).toBe(false);
  expect(row && shown[0]?.short?.(row)).not.toContain('Ủy ban');
  expect(row && shown[2]?.of(row)).toBe(row && boardStateName[row.state]);
});

test('where only own work is left, it is said whose and what, not that all is done', () => {
  const [done, working] = board.rows;
  if (!done || !working) throw new Error('the sample is too short');
  expect(nothingToRemind([done], 'department')).toBe(t.board.allDone);
  const ours = { ...working.tally, not_made: 0, drafts: 0, printed: 0, to_number: 0, overdue: 0 };
  const own = { ...working, tally: ours, ours };
  expect(reminders([own, own], board.on)).toBe('');
  const said = [t.remind.scans(2 * ours.to_scan, ''), t.remind.csdl(2 * ours.csdl_open)];
  expect(nothingToRemind([own, own], 'department')).toBe(t.board.ownWork('Sở', said));
});

test('where a filter leaves nothing that is signed, the sentence says that it is the filter', async () => {
  const container = await opened();
  await fireEvent.click(container.querySelector('[data-filter=not_received]') as HTMLElement);
  expect(screen.getByText(t.board.noTrendShown)).toBeTruthy();
});

test('a column of the table is as wide as its title, and a name goes on in a second line', () => {
  const all = columns(board);
  const weight = (key: string) => all.find((column) => column.key === key)?.weight ?? 0;
  expect(weight('below')).toBeGreaterThan(weight('signed'));
  expect(weight('code')).toBeGreaterThan(6);
  expect(all[0]?.wrap).toBe(true);
});
