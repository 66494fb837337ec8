// The grid: keys and pasted text as in Excel.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { CellText } from '../grid';
import { barriers } from '../testing/barriers';
import Grid from './Grid.svelte';

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
const at = () => document.activeElement as HTMLElement;

test('arrows move, Enter edits, Esc leaves as it was, Ctrl+Z takes back', async () => {
  const heard: CellText[][] = [];
  render(Grid, {
    columns,
    rows: table(30),
    label: 'bảng',
    edit: (cells: CellText[]) => heard.push(cells),
  });
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

test('rows are pasted in one step; fixed columns stay; fill down takes the cell above', async () => {
  const heard: CellText[][] = [];
  const { container } = render(Grid, {
    columns,
    rows: table(500),
    label: 'bảng',
    edit: (cells: CellText[]) => heard.push(cells),
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
  expect(await barriers()).toEqual([]);
});
