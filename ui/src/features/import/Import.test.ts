// Importing a list: mending, looking elsewhere, undoing.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { ImportRequest } from '../../lib/ipc/call';
import { pretend, refused, sample } from '../../lib/ipc/fake';
import { book, checked, imported, looked, wrongClass } from '../../lib/ipc/sample/import';
import { forgetAll } from '../../lib/kept.svelte';
import { here } from '../../lib/state.svelte';
import { barriers } from '../../lib/testing/barriers';
import { toasts } from '../../lib/toasts.svelte';
import { dateOrderName, skippedName, t, unusedName } from '../../lib/text/vi';
import Import from './Import.svelte';
import { lines } from './said';

test('a pasted list stops at the row that waits, is mended in place, and is written', async () => {
  const asked: Record<string, unknown>[] = [];
  const rows = checked.rows.map((row) => ({ ...row, outcome: 'add', problems: [] }));
  pretend({
    ...sample,
    check_import: (args) => {
      asked.push(args);
      const { fixes } = args.request as { fixes: unknown[] };
      return fixes.length ? { ...checked, wrong: 0, rows } : checked;
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
  // What is new is named before it is written.
  await waitFor(() => expect(container.querySelectorAll('[data-new]').length).toBe(2));
  expect(screen.getByText(t.import.newClasses, { exact: false })).toBeTruthy();
  await fireEvent.click(await screen.findByText(t.import.writeDrafts));
  // Drafts are printed next: nothing else is asked here.
  await waitFor(() => expect(here.screen).toEqual({ name: 'road' }));
  expect(toasts.at(-1)?.text).toBe(t.import.wrote(2, 0, 2));
  expect(toasts.at(-1)?.undo).toBeTruthy();
});

test('a file is read as soon as it is chosen', async () => {
  pretend({ ...sample, upload: () => null });
  File.prototype.slice = () => ({ arrayBuffer: async () => new ArrayBuffer(8) }) as Blob;
  const { container } = render(Import, {});
  const input = container.querySelector('#import-file') as HTMLInputElement;
  await fireEvent.change(input, { target: { files: [new File(['x'], 'phan cong.xlsx')] } });
  await waitFor(() => expect(container.querySelector('[data-import-step="3"]')).toBeTruthy());
  forgetAll();
});

test('a table that is pasted after a file was refused is read, and a file can be put away', async () => {
  const opened: string[] = [];
  pretend({
    ...sample,
    upload: () => null,
    open_book: () => (opened.push('file'), Promise.reject(refused)),
    paste_book: () => (opened.push('pasted'), book),
  });
  File.prototype.slice = () => ({ arrayBuffer: async () => new ArrayBuffer(8) }) as Blob;
  const { container } = render(Import, {});
  const choose = () =>
    fireEvent.change(container.querySelector('#import-file') as HTMLInputElement, {
      target: { files: [new File(['x'], 'phan cong.xlsx')] },
    });
  await choose();
  expect(await screen.findByText(refused.sentence)).toBeTruthy();
  await fireEvent.click(screen.getByLabelText(t.file.remove));
  expect(screen.getByText(t.file.none)).toBeTruthy();
  await choose();
  await waitFor(() => expect(opened).toEqual(['file', 'file']));
  await fireEvent.input(screen.getByLabelText(t.import.paste), {
    target: { value: 'Họ và tên\tChủ nhiệm' },
  });
  expect(screen.getByText(t.file.none)).toBeTruthy();
  await waitFor(() => expect(container.querySelector('[aria-busy=true]')).toBeNull());
  await fireEvent.click(screen.getByText(t.import.read));
  await waitFor(() => expect(container.querySelector('[data-import-step="3"]')).toBeTruthy());
  expect(opened.at(-1)).toBe('pasted');
  forgetAll();
});

test('what was begun stays while looking elsewhere, and is gone when the screen locks', async () => {
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

test('rows that wait are saved where the person says', async () => {
  const saved: Record<string, unknown>[] = [];
  pretend({
    ...sample,
    save_wrong_rows: (args) => {
      saved.push(args);
      return args.to;
    },
  });
  const { container } = render(Import, {});
  await fireEvent.input(screen.getByLabelText(t.import.paste), {
    target: { value: 'Họ và tên\tChủ nhiệm' },
  });
  await fireEvent.click(screen.getByText(t.import.read));
  const place = await screen.findByLabelText(t.import.wrongTo);
  await waitFor(() => expect((place as HTMLInputElement).value).toContain('bangiao-can-sua'));
  await fireEvent.input(place, { target: { value: '/media/usb/sua.xlsx' } });
  await fireEvent.click(container.querySelector('#import-wrong') as Element);
  await waitFor(() => expect(saved.at(-1)?.to).toBe('/media/usb/sua.xlsx'));
  forgetAll();
});

test('an import is undone from the list, and what stays is named', async () => {
  render(Import, {});
  await fireEvent.click(await screen.findByText(t.import.undo));
  expect(await screen.findByText(t.import.undoneCount(42))).toBeTruthy();
  expect(screen.getByText(new RegExp(t.import.kept))).toBeTruthy();
});

test('many things that stay for one reason are said in one line, and what was written is not said any more', async () => {
  const kept = Array.from({ length: 114 }, () => wrongClass);
  const rows = checked.rows.map((row) => ({ ...row, outcome: 'add', problems: [] }));
  pretend({
    ...sample,
    check_import: () => ({ ...checked, wrong: 0, rows }),
    run_import: () => ({ id: imported.id, added: 2, edited: 0, skipped: 0, wrong: 0, drafts: 0 }),
    undo_import: () => ({ undone: 0, kept }),
  });
  const { container } = render(Import, {});
  await readPasted(container, 4);
  await fireEvent.click(container.querySelector('#import-write') as Element);
  await waitFor(() => expect(container.querySelector('[data-imported]')).toBeTruthy());
  await fireEvent.click(await screen.findByText(t.import.undo));
  expect(await screen.findByText(t.import.undoneCount(0))).toBeTruthy();
  const lines = container.querySelectorAll('[data-undone] .warn');
  expect(lines).toHaveLength(1);
  expect(lines[0]?.textContent).toContain(t.import.keptMany(114));
  expect(container.querySelector('[data-imported]')).toBeNull();
  forgetAll();
});

test('once a list is written, who got no draft is still said, with the reason', async () => {
  const rows = checked.rows.map((row) => ({ ...row, outcome: 'add', problems: [] }));
  const sentence = 'Không có biên bản nháp cho 1 người (dòng không ghi gì để giao): Lê Văn Ba.';
  const warnings = [{ code: 'no_draft', number: 'BG-NHAP-097', sentence }];
  pretend({
    ...sample,
    check_import: () => ({ ...checked, wrong: 0, rows, warnings }),
    run_import: () => ({ id: 'i9', added: 2, edited: 0, skipped: 0, wrong: 0, drafts: 1 }),
  });
  const { container } = render(Import, {});
  await readPasted(container, 4);
  await fireEvent.click(container.querySelector('#import-write') as Element);
  await waitFor(() => expect(container.querySelector('[data-imported]')).toBeTruthy());
  expect(container.querySelector('[data-no-draft]')?.textContent).toContain(sentence);
  forgetAll();
});

test('a column that no list of the kind has is not warned of', async () => {
  const other = { ...wrongClass, code: 'column_not_of_kind' as const, sentence: 'Cột thừa.' };
  const rows = checked.rows.map((row) => ({ ...row, outcome: 'add', problems: [] }));
  const warnings = [wrongClass, other];
  pretend({ ...sample, check_import: () => ({ ...checked, wrong: 0, rows, warnings }) });
  const { container } = render(Import, {});
  await readPasted(container, 4);
  expect(screen.getByText(wrongClass.sentence)).toBeTruthy();
  expect(screen.queryByText(other.sentence)).toBeNull();
  forgetAll();
});

test('warnings stand above names, and after units their minutes are the next step', async () => {
  const rows = checked.rows.map((row) => ({ ...row, outcome: 'add', problems: [] }));
  const some = { ...checked, wrong: 0, rows, drafts: 0, new_units: ['A', 'B'] };
  pretend({
    ...sample,
    check_import: () => ({ ...some, warnings: [wrongClass] }),
    run_import: () => ({ id: 'i2', added: 2, edited: 0, skipped: 0, wrong: 0, drafts: 0 }),
  });
  const { container } = render(Import, {});
  await readPasted(container, 4);
  const warning = screen.getByText(wrongClass.sentence);
  const names = container.querySelector('.said') as Element;
  expect(warning.compareDocumentPosition(names) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  await fireEvent.click(container.querySelector('#import-write') as Element);
  await fireEvent.click(await screen.findByText(t.import.toAllAccounts(3)));
  expect(here.screen).toEqual({ name: 'accounts' });
  forgetAll();
});

test('a column that is known and never taken says so in its list', async () => {
  const columns = [
    ...looked.columns,
    { place: 3, title: 'STT', field: 'order' as const, samples: ['1'], unused: null },
    { place: 4, title: 'Ghi chú', field: 'note' as const, samples: [], unused: 'note' as const },
  ];
  pretend({ ...sample, look_at: () => ({ ...looked, columns, complete: false }) });
  const { container } = render(Import, {});
  await fireEvent.input(screen.getByLabelText(t.import.paste), { target: { value: 'Họ và tên' } });
  await fireEvent.click(screen.getByText(t.import.read));
  for (const title of ['STT', 'Ghi chú']) {
    const list = await screen.findByLabelText<HTMLSelectElement>(`${t.import.means}: ${title}`);
    expect(list.selectedOptions[0]?.textContent?.trim()).toBe(t.import.notTaken);
  }
  expect(container.querySelector('details')?.open).toBe(true);
  expect(container.querySelector('[data-column="3"] [data-unused]')?.textContent).toBe(
    unusedName.note,
  );
  expect(await barriers()).toEqual([]);
});

test('the summary says what is read and what is not, with the page of each row', async () => {
  const rows = checked.rows.filter((row) => row.outcome === 'add');
  pretend({ ...sample, check_import: () => ({ ...checked, wrong: 0, rows }) });
  const { container } = render(Import, {});
  await fireEvent.input(screen.getByLabelText(t.import.paste), { target: { value: 'Họ và tên' } });
  await fireEvent.click(screen.getByText(t.import.read));
  await waitFor(() => expect(container.querySelector('[data-summary]')).toBeTruthy());
  expect(screen.getByText(t.import.found(2, t.import.things.assignments))).toBeTruthy();
  expect(container.querySelector('[data-ignored]')?.textContent).toContain('Trình độ');
  expect(container.querySelector('[data-address]')).toBeTruthy();
  const chosen = () => container.querySelector<HTMLSelectElement>('#row-page')?.value;
  expect(chosen()).toBe('6');
  await fireEvent.click(screen.getByLabelText(t.page.after));
  expect(chosen()).toBe('8');
  expect(await barriers()).toEqual([]);
});

test('rows of which nothing comes say why, and there is no dead button', async () => {
  const same = checked.rows.map((row) => ({
    ...row,
    outcome: 'same' as const,
    problems: [],
    page: false,
  }));
  const [left, ...rest] = same;
  const rows = [{ ...left!, outcome: 'left_out' as const }, ...rest];
  const nothing = { ...checked, rows, wrong: 0, added: 0, drafts: 0, skipped: rows.length };
  pretend({ ...sample, check_import: () => nothing });
  const { container } = render(Import, {});
  await fireEvent.input(screen.getByLabelText(t.import.paste), { target: { value: 'Họ và tên' } });
  await fireEvent.click(screen.getByText(t.import.read));
  await waitFor(() => expect(container.querySelector('[data-nothing]')).toBeTruthy());
  expect(screen.getAllByText(skippedName.same).length).toBe(rows.length - 1);
  expect(screen.getByText(skippedName.left_out)).toBeTruthy();
  expect(container.querySelector('#import-write')).toBeNull();
  expect(container.querySelector('[data-skipped]')?.hasAttribute('open')).toBe(true);
  await fireEvent.click(container.querySelector('#import-another') as Element);
  expect(container.querySelector('[data-import-step="0"]')).toBeTruthy();
});

test('what was begun is there again when the window was closed', async () => {
  const request = {
    kind: 'assignments',
    choice: { sheet: null, header: 5, columns: {}, date_order: 'unknown', old_font: null },
    fixes: [{ row: 7, field: 'homeroom', text: '6A9' }],
    leave_out: [],
    take_proposals: false,
  };
  const asked: unknown[] = [];
  const dropped: unknown[] = [];
  pretend({
    ...sample,
    begun_import: () => ({ book, request }),
    check_import: (args) => {
      asked.push(args.request);
      return checked;
    },
    keep_import: (args) => void dropped.push(args.request),
  });
  const { container } = render(Import, {});
  await waitFor(() => expect(container.querySelector('[data-import-step="3"]')).toBeTruthy());
  expect(container.querySelector('[data-resumed]')?.textContent).toContain('phan cong.xlsx');
  expect(asked).toEqual([request]);
  await fireEvent.click(container.querySelector('#import-drop') as Element);
  expect(container.querySelector('[data-import-step="0"]')).toBeTruthy();
  expect(dropped).toContain(null);
  forgetAll();
});

/** Reads a pasted list. */
async function readPasted(container: HTMLElement, step: number) {
  await fireEvent.input(screen.getByLabelText(t.import.paste), {
    target: { value: 'Họ và tên\tChức vụ' },
  });
  await fireEvent.click(screen.getByText(t.import.read));
  const there = `[data-import-step="${step}"]`;
  await waitFor(() => expect(container.querySelector(there)).toBeTruthy());
}

test('what differs from the register is shown old and new, and taken where the row is ticked', async () => {
  const asked: (number[] | undefined)[] = [];
  const rows = checked.rows.map((row) => ({ ...row, outcome: 'add', problems: [] }));
  const change = (row: number, column: string, old: string, fresh: string, taken: boolean) => ({
    ...{ row, column, old, new: fresh, taken },
    field: 'position',
    of: 'Nguyễn Thị Hoa',
  });
  pretend({
    ...sample,
    check_import: (args) => {
      const { changes } = args.request as { changes?: number[] };
      asked.push(changes);
      const ticked = changes?.includes(6) ?? false;
      const shown = [
        change(6, 'Chức vụ', 'Giáo viên', 'Tổ trưởng', ticked),
        change(7, 'Điện thoại', '', '0912345678', true),
      ];
      return { ...checked, wrong: 0, rows, changes: shown };
    },
  });
  const { container } = render(Import, {});
  await readPasted(container, 4);
  expect(container.querySelectorAll('[data-change]').length).toBe(2);
  expect(screen.getByText('Tổ trưởng')).toBeTruthy();
  expect(screen.getByText(t.import.notSaid)).toBeTruthy();
  const boxes = container.querySelectorAll('[data-changes] input[type="checkbox"]');
  expect(boxes.length).toBe(1);
  expect(screen.getByText(t.import.changesHow)).toBeTruthy();
  await fireEvent.click(boxes[0] as Element);
  await waitFor(() => expect(asked.at(-1)).toEqual([6]));
  forgetAll();
});

test('a first day that only the title says is said, and not where a column has one', async () => {
  const rows = checked.rows.map((row) => ({ ...row, outcome: 'add', problems: [] }));
  const says = { ...looked, holds_from: '2026-09-07' };
  const answers = { ...sample, check_import: () => ({ ...checked, wrong: 0, rows }) };
  pretend({ ...answers, look_at: () => says });
  const { container, unmount } = render(Import, {});
  await readPasted(container, 4);
  expect(screen.getByText(t.import.holdsFrom('07/09/2026'))).toBeTruthy();
  unmount();
  forgetAll();
  const columns = says.columns.map((column) => ({ ...column, field: 'from' as const }));
  pretend({ ...answers, look_at: () => ({ ...says, columns }) });
  const again = render(Import, {});
  await readPasted(again.container, 4);
  expect(again.container.querySelector('[data-holds-from]')).toBeNull();
  forgetAll();
});

test('where no row has a box, none is spoken of', async () => {
  const taken = { row: 7, column: 'Điện thoại', old: '', new: '0912345678', taken: true };
  const rows = checked.rows.map((row) => ({ ...row, outcome: 'add', problems: [] }));
  pretend({
    ...sample,
    check_import: () => ({
      ...{ ...checked, wrong: 0, rows },
      changes: [{ ...taken, field: 'phone', of: 'Nguyễn Thị Hoa' }],
    }),
  });
  const { container } = render(Import, {});
  await readPasted(container, 4);
  expect(screen.getByText(t.import.changesAll)).toBeTruthy();
  expect(screen.queryByText(t.import.changesHow)).toBeNull();
  forgetAll();
});

test('of a workbook with several sheets of rows a person says which, and goes on with the next', async () => {
  const chosen: (number | null | undefined)[] = [];
  const sheets = ['MN Hoa Sen', 'Ghi chú', 'MN Hoa Mai'].map((name) => ({
    ...{ name, rows: 9, hidden: false },
  }));
  const rows = checked.rows.map((row) => ({ ...row, outcome: 'add', problems: [] }));
  pretend({
    ...sample,
    paste_book: () => ({ ...book, sheets }),
    look_at: (args) => {
      const { sheet } = args.choice as { sheet?: number | null };
      chosen.push(sheet);
      const other = sheet === 2 ? 'MN Hoa Sen' : 'MN Hoa Mai';
      return { ...looked, sheet: sheet ?? 0, other_sheets: [other] };
    },
    check_import: () => ({ ...checked, wrong: 0, rows }),
  });
  const { container } = render(Import, {});
  await readPasted(container, 1);
  expect(screen.getByText(/MN Hoa Mai/, { selector: '.warn' })).toBeTruthy();
  await fireEvent.click(screen.getByText(t.import.check));
  await fireEvent.click(await screen.findByText(t.import.writeDrafts));
  const next = await screen.findByText(t.import.nextSheet('MN Hoa Mai'));
  await fireEvent.click(next);
  await waitFor(() => expect(chosen.at(-1)).toBe(2));
  await fireEvent.click(await screen.findByText(t.import.writeDrafts));
  await waitFor(() => expect(container.querySelector('[data-imported]')).toBeTruthy());
  expect(screen.queryByText(t.import.nextSheet('MN Hoa Sen'))).toBeNull();
  forgetAll();
});

test('a list of which every row names another unit is read as one of units at one press', async () => {
  const kinds: unknown[] = [];
  const problem = checked.rows.flatMap(({ problems }) => problems)[0];
  if (!problem) throw new Error('the sample has a row that waits');
  const failure = { ...problem.failure, code: 'unknown_unit' as const };
  const rows = checked.rows.map((row) => ({
    ...row,
    outcome: 'wrong' as const,
    problems: [{ ...problem, failure }],
  }));
  pretend({
    ...sample,
    look_at: (args) => (kinds.push(args.kind), looked),
    check_import: () => ({ ...checked, wrong: rows.length, rows }),
  });
  const { container } = render(Import, {});
  await fireEvent.input(screen.getByLabelText(t.import.paste), { target: { value: 'Đơn vị' } });
  await fireEvent.click(screen.getByText(t.import.read));
  await fireEvent.click(await screen.findByText(t.import.asUnits));
  await waitFor(() => expect(kinds.at(-1)).toBe('units'));
  await waitFor(() => expect(container.querySelector('[data-other-kind]')).toBeNull());
  forgetAll();
});

test('a date that can be read in two ways is read for the whole file at one press', async () => {
  const asked: ImportRequest[] = [];
  const problem = checked.rows.flatMap(({ problems }) => problems)[0];
  if (!problem) throw new Error('the sample has a row that waits');
  const doubt = {
    ...problem,
    field: 'born_on' as const,
    failure: { ...problem.failure, code: 'date_doubt' as const },
    proposal: null,
    orders: [
      ['day_month', '03/02/1990'],
      ['month_day', '02/3/1990'],
    ] as (typeof problem)['orders'],
  };
  const rows = checked.rows.map((row) => ({ ...row, problems: row.problems.map(() => doubt) }));
  pretend({
    ...sample,
    check_import: (args) => {
      const request = args.request as ImportRequest;
      asked.push(request);
      const { date_order } = request.choice;
      return date_order === 'unknown' ? { ...checked, wrong: 1, rows } : { ...checked, wrong: 0 };
    },
  });
  const { container } = render(Import, {});
  await fireEvent.input(screen.getByLabelText(t.import.paste), { target: { value: 'Họ và tên' } });
  await fireEvent.click(screen.getByText(t.import.read));
  await screen.findByText(`${dateOrderName.month_day}: 02/3/1990`);
  await fireEvent.click(screen.getByText(`${dateOrderName.day_month}: 03/02/1990`));
  await waitFor(() => expect(screen.getByText(t.import.allMended)).toBeTruthy());
  expect(container.querySelector('[data-import-step="3"]')).toBeTruthy();
  expect(asked.at(-1)?.choice.date_order).toBe('day_month');
  forgetAll();
});

test('two people of one name are two', () => {
  const row = checked.rows.find(({ outcome }) => outcome === 'add');
  if (!row) throw new Error('the sample is too short');
  const of = (n: number, born: string) => ({
    ...row,
    row: n,
    cells: [
      ['name', 'Lê Thị Yến'],
      ['born_on', born],
    ] as (typeof row)['cells'],
  });
  const said = (...rows: ReturnType<typeof of>[]) =>
    lines('assignments', { ...checked, rows })[0]?.what;
  const two = t.import.found(2, t.import.things.assignments);
  expect(said(of(2, '1/2/1985'), of(3, '3/4/1990'), of(4, ''))).toBe(two);
});

test('a list in which no column is the name says that it is missing', async () => {
  const columns = looked.columns.filter(({ field }) => field !== 'name');
  const fields = [['name', 'Họ và tên'], ...looked.fields.filter(([field]) => field !== 'name')];
  pretend({ ...sample, look_at: () => ({ ...looked, columns, fields, complete: false }) });
  render(Import, {});
  await fireEvent.input(screen.getByLabelText(t.import.paste), { target: { value: 'Họ và tên' } });
  await fireEvent.click(screen.getByText(t.import.read));
  expect(await screen.findByText(t.import.lacks('Họ và tên'))).toBeTruthy();
});
