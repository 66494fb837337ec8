// The list that every screen uses: drawn sparingly, moved through by keys, chosen from, remembered.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import { pretend, sample } from '../../ipc/fake';
import { barriers } from '../../testing/barriers';
import { t } from '../../text/vi';
import Toasts from '../Toasts.svelte';
import type { Column } from './columns';
import Table from './Table.svelte';

type Line = { id: string; name: string; unit: string; state: string };
const columns: Column<Line>[] = [
  { key: 'name', title: 'Họ và tên', of: (l) => l.name, kind: 'person' },
  { key: 'unit', title: 'Đơn vị', of: (l) => l.unit },
  { key: 'state', title: 'Trạng thái', of: (l) => l.state, kind: 'status' },
];
const lines = (count: number): Line[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `l${n}`,
    name: `Lê Văn ${n}`,
    unit: n % 2 ? 'Phường Lê Chân' : 'Xã An Dương',
    state: n % 3 ? 'Nháp' : 'Đã ký',
  }));
const at = () => document.activeElement as HTMLElement;
const press = (key: string, more = {}) => fireEvent.keyDown(at(), { key, ...more });
const shown = (container: HTMLElement) =>
  [...container.querySelectorAll('tbody tr.one td.first')].map((td) => td.textContent?.trim());

function opened(count: number, more: Record<string, unknown> = {}) {
  const props = { list: 'test', label: 'Danh sách', columns, rows: lines(count), ...more };
  return render(Table<Line>, props as never);
}
// Where many tests run at once, axe and long lists take their time.
vi.setConfig({ testTimeout: 30_000 });
beforeEach(() => localStorage.clear());

test('of fifty thousand rows only those in sight are in the document, wherever it is scrolled', async () => {
  const { container } = opened(50_000, { picks: true });
  const grid = screen.getByRole('grid');
  expect(grid.getAttribute('aria-rowcount')).toBe('50001');
  expect(container.querySelectorAll('tbody tr').length).toBeLessThan(40);
  const scroller = container.querySelector('.scroll') as HTMLElement;
  scroller.scrollTop = 44 * 40_000;
  await fireEvent.scroll(scroller);
  expect(container.querySelectorAll('tbody tr').length).toBeLessThan(60);
  expect(screen.getByText('Lê Văn 40000')).toBeTruthy();
  expect(screen.queryByText('Lê Văn 0')).toBeNull();
  const row = screen.getByText('Lê Văn 40000').closest('tr');
  expect(row?.getAttribute('aria-rowindex')).toBe('40002');
});

test('a search in every column, filters as chips, and the count of what is left', async () => {
  const { container } = opened(6);
  await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'le chan' } });
  expect(shown(container)).toEqual(['Lê Văn 1', 'Lê Văn 3', 'Lê Văn 5']);
  await fireEvent.click(screen.getByRole('button', { name: /^Lọc/ }));
  await fireEvent.click(screen.getByLabelText('Đã ký 1'));
  expect(screen.getByText('1 trong 6')).toBeTruthy();
  expect(await barriers()).toEqual([]);
  await fireEvent.click(screen.getByLabelText(t.table.without('Trạng thái', 'Đã ký')));
  expect(shown(container)).toHaveLength(3);
  await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'không ai' } });
  expect(container.querySelector('[data-shown=nothing]')).toBeTruthy();
  await fireEvent.click(screen.getByText(t.table.everything));
  expect(shown(container)).toHaveLength(6);
});

test('a click on a header sorts up, down, and as it was', async () => {
  const { container } = opened(3);
  const header = container.querySelector('[data-sort=name]') as HTMLElement;
  await fireEvent.click(header);
  expect(header.getAttribute('aria-sort')).toBe('ascending');
  await fireEvent.click(header);
  expect(header.getAttribute('aria-sort')).toBe('descending');
  expect(shown(container)).toEqual(['Lê Văn 2', 'Lê Văn 1', 'Lê Văn 0']);
  await fireEvent.click(header);
  expect(header.getAttribute('aria-sort')).toBeNull();
});

test('keys go through the grid, choose and open; Tab stops at one cell', async () => {
  const open = vi.fn();
  const { container } = opened(500, { open, picks: true });
  expect(container.querySelectorAll('table [tabindex="0"]')).toHaveLength(1);
  (container.querySelector('tbody td.first') as HTMLElement).focus();
  await press('ArrowDown');
  await vi.waitFor(() => expect(at().closest('tr')?.getAttribute('aria-rowindex')).toBe('3'));
  await press('Enter');
  expect(open.mock.calls[0]?.[0]).toMatchObject({ id: 'l1' });
  expect(open.mock.calls[0]?.[1]).toHaveLength(500);
  await press(' ');
  expect(container.querySelector('[data-picked="1"]')).toBeTruthy();
  await press('ArrowDown', { shiftKey: true });
  await vi.waitFor(() => expect(container.querySelector('[data-picked="2"]')).toBeTruthy());
  await press('End', { ctrlKey: true });
  await vi.waitFor(() => expect(at().closest('tr')?.getAttribute('aria-rowindex')).toBe('501'));
  await press('Home', { ctrlKey: true });
  await vi.waitFor(() => expect(at().tagName).toBe('TH'));
  await press(' ');
  expect(container.querySelector('[data-picked="500"]')).toBeTruthy();
});

test('all that are found are chosen, a range with Shift, and what is out of sight is counted', async () => {
  const { container } = opened(10, { picks: true });
  await fireEvent.click(screen.getByLabelText('Lê Văn 2'));
  await fireEvent.click(screen.getByLabelText('Lê Văn 5'), { shiftKey: true });
  expect(container.querySelector('[data-picked="4"]')).toBeTruthy();
  await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'văn 9' } });
  await fireEvent.click(screen.getByLabelText(t.table.pickAll));
  expect(container.querySelector('[data-picked="5"]')).toBeTruthy();
  expect(screen.getByText(`(${t.table.elsewhere(4)})`)).toBeTruthy();
  await fireEvent.click(screen.getByText(t.table.unpick));
  expect(container.querySelector('[data-picked]')).toBeNull();
});

test('who comes back finds the list as it was left, and the columns that were chosen', async () => {
  const first = opened(200);
  await fireEvent.click(screen.getByRole('button', { name: /^Cột/ }));
  const panel = screen.getByRole('group', { name: t.table.columns });
  await fireEvent.click(within(panel).getByLabelText('Đơn vị'));
  await fireEvent.click(first.container.querySelector('[data-sort=name]') as HTMLElement);
  await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'văn 1' } });
  const scroller = () => document.querySelector('.scroll') as HTMLElement;
  scroller().scrollTop = 880;
  await fireEvent.scroll(scroller());
  first.unmount();
  const { container } = opened(200);
  expect((screen.getByRole('searchbox') as HTMLInputElement).value).toBe('văn 1');
  expect(scroller().scrollTop).toBe(880);
  expect(container.querySelector('[data-sort=name]')?.getAttribute('aria-sort')).toBe('ascending');
  expect(container.querySelector('[data-sort=unit]')).toBeNull();
});

test('it says that it loads, that there is nothing, and what went wrong', async () => {
  const { rerender, container } = render(Table<Line>, {
    list: 'test',
    label: 'Danh sách',
    columns,
    rows: null,
    empty: 'Chưa có ai.',
  } as never);
  expect(container.querySelector('[data-shown=loading]')).toBeTruthy();
  await rerender({ rows: [] });
  expect(screen.getByText('Chưa có ai.')).toBeTruthy();
  const failure = { number: 'BG-1', code: 'internal', sentence: 'Hỏng.' };
  await rerender({ of: { value: null, failure, again: async () => {} } });
  expect(screen.getByText('Hỏng.')).toBeTruthy();
  expect(screen.getByText(t.again)).toBeTruthy();
});

test('what is shown goes out as it is narrowed and sorted, to where the person says', async () => {
  const sent: Record<string, unknown>[] = [];
  pretend({ ...sample, save_list: (args) => (sent.push(args), args.to) });
  const { container } = opened(6);
  await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'le chan' } });
  const header = container.querySelector('[data-sort=name]') as HTMLElement;
  await fireEvent.click(header);
  await fireEvent.click(header);
  await fireEvent.click(screen.getByRole('button', { name: t.table.exportElsewhere }));
  const place = (await screen.findByLabelText(t.table.exportTo)) as HTMLInputElement;
  expect(place.value).toMatch(/xlsx$/);
  // The place is chosen in the window of the system, or typed.
  await fireEvent.click(screen.getByText(t.table.exportChoose));
  await waitFor(() => expect(place.value).toBe('/home/an/Tài liệu/danh-sach.xlsx'));
  await fireEvent.input(place, { target: { value: '/home/an/le-chan.xlsx' } });
  await fireEvent.click(document.getElementById('export-save') as HTMLElement);
  expect(await screen.findByText('/home/an/le-chan.xlsx')).toBeTruthy();
  const list = sent[0]?.list as { columns: unknown[]; rows: unknown[][] };
  expect(list.columns).toHaveLength(3);
  expect(list.rows.map(([name]) => name)).toEqual([
    { text: 'Lê Văn 5' },
    { text: 'Lê Văn 3' },
    { text: 'Lê Văn 1' },
  ]);
});

test('pressed once, what is shown lies among the downloads, and can be opened from what is said', async () => {
  const sent: Record<string, unknown>[] = [];
  const asked: unknown[] = [];
  const openSaved = vi.fn(() => null);
  pretend({
    ...sample,
    place_of_list: ({ list }) => (asked.push(list), '/home/an/Downloads/bangiao-x.xlsx'),
    save_list: (args) => (sent.push(args), args.to),
    open_saved: openSaved,
  });
  opened(3);
  render(Toasts);
  for (let time = 0; time < 2; time += 1) {
    await fireEvent.click(screen.getByRole('button', { name: t.table.export }));
    await waitFor(() => expect(sent).toHaveLength(time + 1));
  }
  expect(asked[0]).toMatch(/^[a-z-]+-\d{4}-\d{2}-\d{2}$/);
  expect(sent[0]?.to).toBe('/home/an/Downloads/bangiao-x.xlsx');
  // One sentence: the one of the file that would be opened.
  await fireEvent.click(
    await screen.findByText(t.table.exportLook, { selector: '[data-toast-act]' }),
  );
  expect(
    screen.getByText(t.table.exportSaved('bangiao-x.xlsx', '/home/an/Downloads')),
  ).toBeTruthy();
  expect(openSaved).toHaveBeenCalledOnce();
});

test('a status that says nothing is no pill', () => {
  const tone = () => 'good' as const;
  const state = { key: 'state', title: 'Trạng thái', of: (l: Line) => l.state };
  const rows = lines(2).map((line, n) => ({ ...line, state: n ? 'Xong' : '' }));
  const { container } = opened(2, {
    rows,
    columns: [columns[0], { ...state, kind: 'status', tone }],
  });
  expect(container.querySelectorAll('tbody .pill')).toHaveLength(1);
});
