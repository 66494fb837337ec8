// Importing a list: mending, looking elsewhere, undoing.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { pretend, sample } from '../../lib/ipc/fake';
import { checked } from '../../lib/ipc/sample/import';
import { forgetAll } from '../../lib/kept.svelte';
import { t } from '../../lib/text/vi';
import Import from './Import.svelte';

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
  await waitFor(() => expect(container.querySelector('[data-imported]')).toBeTruthy());
  expect(screen.getByText(t.import.toRoad)).toBeTruthy();
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
