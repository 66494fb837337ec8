// The grid: keys and pasted text as in Excel, and the import that uses it.
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import Import from './features/import/Import.svelte';
import Officers from './features/people/Officers.svelte';
import Grid from './lib/components/Grid.svelte';
import { copiedText, moved, pastedCells } from './lib/grid';
import { pretend, sample } from './lib/ipc/fake';
import { forgetAll } from './lib/kept.svelte';
import { here } from './lib/state.svelte';
import { t } from './lib/text/vi';

beforeAll(() => {
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
});
beforeEach(() => {
  forgetAll();
  pretend(sample);
});
afterEach(cleanup);

const columns = [
  { key: 'a', title: 'A' },
  { key: 'b', title: 'B' },
  { key: 'c', title: 'C', fixed: true },
];
function table(count: number) {
  return Array.from({ length: count }, (_, n) => ({
    id: String(n),
    number: n + 2,
    tone: '',
    marks: {},
    cells: { a: `a${n}`, b: `b${n}`, c: `c${n}` } as Record<string, string>,
  }));
}
type Edits = { id: string; key: string; text: string }[];
const at = () => document.activeElement as HTMLElement;

test('what Excel copies comes in, and what goes out Excel takes', () => {
  const cells = [
    ['Nguyễn Thị Hoa', 'Hai\ndòng'],
    ['=1+1', 'có "ngoặc"'],
    ['', 'x\ty'],
  ];
  expect(pastedCells(copiedText(cells))).toEqual(cells);
  expect(pastedCells('a\tb\r\nc\td\r\n')).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  expect(pastedCells('')).toEqual([]);
  expect(moved('End', true, { row: 0, column: 0 }, { row: 500, column: 3 }, 10)).toEqual({
    row: 499,
    column: 2,
  });
  expect(moved('ArrowLeft', false, { row: 0, column: 0 }, { row: 5, column: 3 }, 10)).toEqual({
    row: 0,
    column: 0,
  });
});

test('arrows move, Enter edits and goes down, Esc leaves as it was, Ctrl+Z takes back', async () => {
  const heard: Edits[] = [];
  render(Grid, { columns, rows: table(30), label: 'bảng', edit: (e: Edits) => heard.push(e) });
  const grid = screen.getByRole('grid');
  (grid.querySelector('[data-at=true]') as HTMLElement).focus();
  await fireEvent.keyDown(at(), { key: 'ArrowDown' });
  await waitFor(() => expect(at().textContent).toContain('a1'));
  await fireEvent.keyDown(at(), { key: 'F2' });
  await fireEvent.input(at(), { target: { value: 'Hoà' } });
  // A key that belongs to the input method is not ours.
  await fireEvent.keyDown(at(), { key: 'Enter', isComposing: true });
  expect(heard).toEqual([]);
  await fireEvent.keyDown(at(), { key: 'Enter' });
  expect(heard).toEqual([[{ id: '1', key: 'a', text: 'Hoà' }]]);
  await waitFor(() => expect(at().textContent).toContain('a2'));
  await fireEvent.keyDown(at(), { key: 'F2' });
  await fireEvent.input(at(), { target: { value: 'không' } });
  await fireEvent.keyDown(at(), { key: 'Escape' });
  expect(heard).toHaveLength(1);
  await waitFor(() => expect(at().tagName).toBe('SPAN'));
  await fireEvent.keyDown(at(), { key: 'z', ctrlKey: true });
  expect(heard[1]).toEqual([{ id: '1', key: 'a', text: 'a1' }]);
  // Sorted the other way round, what is taken back is still the same cell.
  await fireEvent.keyDown(at(), { key: 'y', ctrlKey: true });
  await fireEvent.keyDown(at(), { key: 'L', ctrlKey: true, shiftKey: true });
  await fireEvent.keyDown(at(), { key: 'L', ctrlKey: true, shiftKey: true });
  await waitFor(() => expect(grid.querySelector('[data-row]')?.textContent).toContain('a29'));
  await waitFor(() => expect(at().tagName).toBe('SPAN'));
  await fireEvent.keyDown(at(), { key: 'z', ctrlKey: true });
  expect(heard.at(-1)).toEqual([{ id: '1', key: 'a', text: 'a1' }]);
});

test('five hundred rows are pasted as one step; columns that are fixed stay; fill down takes the cell above', async () => {
  const heard: Edits[] = [];
  const { container } = render(Grid, {
    columns,
    rows: table(500),
    label: 'bảng',
    edit: (e: Edits) => heard.push(e),
  });
  (container.querySelector('[data-at=true]') as HTMLElement).focus();
  await fireEvent.keyDown(at(), { key: 'v', ctrlKey: true });
  const catcher = container.querySelector('textarea') as HTMLTextAreaElement;
  catcher.value = Array.from({ length: 500 }, (_, n) => `x${n}\ty${n}\tz${n}`).join('\n');
  await fireEvent.paste(catcher);
  await waitFor(() => expect(heard).toHaveLength(1));
  expect(heard[0]).toHaveLength(1000);
  expect(heard[0]?.some((e) => e.key === 'c')).toBe(false);
  // Copying leaves everything as it is, also when the keys are let go.
  await fireEvent.keyDown(at(), { key: 'c', ctrlKey: true });
  await fireEvent.copy(catcher);
  await fireEvent.keyUp(catcher, { key: 'Control' });
  await new Promise((after) => setTimeout(after, 20));
  expect(heard).toHaveLength(1);
  expect(catcher.value).toBe('');
  await waitFor(() => expect(at().tagName).toBe('SPAN'));
  await fireEvent.keyDown(at(), { key: 'Home', ctrlKey: true });
  await fireEvent.keyDown(at(), { key: 'ArrowDown', shiftKey: true });
  await fireEvent.keyDown(at(), { key: 'ArrowDown', shiftKey: true });
  await fireEvent.keyDown(at(), { key: 'd', ctrlKey: true });
  expect(heard[1]).toEqual([
    { id: '1', key: 'a', text: 'a0' },
    { id: '2', key: 'a', text: 'a0' },
  ]);
});

test('five thousand rows are a screenful, and the grid shuts nobody out', async () => {
  const { container } = render(Grid, { columns, rows: table(5000), label: 'bảng' });
  expect(container.querySelectorAll('[role=row]').length).toBeLessThan(60);
  expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('5001');
  expect(container.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(
    violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => v.id),
  ).toEqual([]);
});

test('a pasted list stops at the row that waits, is mended in place, and is written', async () => {
  const asked: Record<string, unknown>[] = [];
  pretend({
    ...sample,
    check_import: (args) => {
      asked.push(args);
      const answer = sample.check_import?.({}) as {
        rows: { outcome: string; problems: unknown[] }[];
        wrong: number;
      };
      const { fixes } = args.request as { fixes: unknown[] };
      return fixes.length
        ? {
            ...answer,
            wrong: 0,
            rows: answer.rows.map((r) => ({ ...r, outcome: 'add', problems: [] })),
          }
        : answer;
    },
  });
  const { container } = render(Import, {});
  await fireEvent.input(screen.getByLabelText(t.import.paste), {
    target: { value: 'Họ và tên\tChủ nhiệm' },
  });
  await fireEvent.click(screen.getByText(t.import.read));
  await waitFor(() => expect(container.querySelector('[data-import-step="3"]')).toBeTruthy());
  expect(screen.getAllByText(/BG-NHAP-014/).length).toBeGreaterThan(0);
  await fireEvent.click(screen.getByText(`${t.import.take} 6A9`));
  await waitFor(() => expect(screen.getByText(t.import.allMended)).toBeTruthy());
  expect((asked.at(-1)?.request as { fixes: unknown[] }).fixes).toEqual([
    { row: 7, field: 'homeroom', text: '6A9' },
  ]);
  await fireEvent.click(screen.getByText(t.import.toSummary));
  await fireEvent.click(await screen.findByText(t.import.writeDrafts));
  await waitFor(() => expect(container.querySelector('[data-imported]')).toBeTruthy());
  expect(screen.getByText(t.import.toRoad)).toBeTruthy();
});

test('an import that was begun is still there after looking elsewhere, and gone when the screen locks', async () => {
  const first = render(Import, {});
  await fireEvent.input(screen.getByLabelText(t.import.paste), {
    target: { value: 'Họ và tên\tChủ nhiệm' },
  });
  await fireEvent.click(screen.getByText(t.import.read));
  await waitFor(() => expect(first.container.querySelector('[data-import-step="3"]')).toBeTruthy());
  first.unmount();
  const second = render(Import, {});
  expect(second.container.querySelector('[data-import-step="3"]')).toBeTruthy();
  second.unmount();
  forgetAll();
  const third = render(Import, {});
  expect(third.container.querySelector('[data-import-step="0"]')).toBeTruthy();
});

test('an import is undone from the list, and what stays is named', async () => {
  render(Import, {});
  await fireEvent.click(await screen.findByText(t.import.undo));
  expect(await screen.findByText(t.import.undoneCount(42))).toBeTruthy();
  expect(screen.getByText(new RegExp(t.import.kept))).toBeTruthy();
});

test('people are mended in the grid, and what is pasted beyond the last row is imported', async () => {
  const edits: unknown[] = [];
  pretend({ ...sample, edit_officers: (args) => edits.push(args.edits) });
  const { container } = render(Officers, { unit: 'u1' });
  await fireEvent.click(await screen.findByText(t.officers.grid));
  (container.querySelector('[data-at=true]') as HTMLElement).focus();
  await fireEvent.keyDown(at(), { key: 'End' });
  await fireEvent.keyDown(at(), { key: 'Home' });
  await fireEvent.keyDown(at(), { key: 'ArrowRight' });
  await fireEvent.keyDown(at(), { key: 'F2' });
  await fireEvent.input(at(), { target: { value: 'Nguyễn Thị Hoà' } });
  await fireEvent.keyDown(at(), { key: 'Enter' });
  await waitFor(() => expect(edits).toHaveLength(1));
  await waitFor(() => expect(at().tagName).toBe('SPAN'));
  await fireEvent.keyDown(at(), { key: 'v', ctrlKey: true });
  const catcher = container.querySelector('textarea') as HTMLTextAreaElement;
  catcher.value = 'Họ và tên\nA\nB\nC';
  await fireEvent.paste(catcher);
  await waitFor(() =>
    expect(here.screen).toEqual({ name: 'import', kind: 'officers', text: 'Họ và tên\nA\nB\nC' }),
  );
});
