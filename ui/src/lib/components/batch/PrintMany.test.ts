// Printing many: drafts are frozen only by a button that says so, and each can be looked at before.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { pretend, sample } from '../../ipc/fake';
import { minutesRow } from '../../ipc/sample/handover';
import { barriers } from '../../testing/barriers';
import { t } from '../../text/vi';
import PrintMany from './PrintMany.svelte';

const run = { printed: ['m1'], failed: [], sheets: 2, cancelled: false };
const drafts = ['m1', 'm2'].map((id) => ({ ...minutesRow, id, state: 'draft' as const }));

test('drafts are looked at without being frozen', async () => {
  const print = vi.fn((_: Record<string, unknown>) => ['/tmp/print.pdf', run]);
  const asked = () => print.mock.calls.map(([{ drafts }]) => drafts);
  pretend({ ...sample, print });
  const { container } = render(PrintMany, { rows: drafts });
  expect(screen.getByText(t.page.draftsAmong(2))).toBeTruthy();
  await fireEvent.click(screen.getByText(t.page.preview));
  await waitFor(() => expect(container.querySelector('[data-printed]')).toBeTruthy());
  expect(asked()).toEqual(['keep']);
  await fireEvent.click(screen.getByText(t.page.freezeAndPrint));
  await waitFor(() => expect(asked()).toEqual(['keep', 'freeze']));
});

test('what is frozen already is printed, and each paper can be looked at', async () => {
  render(PrintMany, { rows: [minutesRow, { ...minutesRow, id: 'm2', receiver: 'Lê Thị Yến' }] });
  expect(screen.queryByText(t.page.freezeAndPrint)).toBeNull();
  await fireEvent.click(screen.getByText(t.page.each));
  expect(document.querySelector('[data-preview=m1]')).toBeTruthy();
  expect(await barriers()).toEqual([]);
  await fireEvent.click(screen.getByText(new RegExp(t.page.after)));
  expect(document.querySelector('[data-preview=m2]')).toBeTruthy();
  expect(screen.getByText('Lê Thị Yến')).toBeTruthy();
});

test('where nothing can show a PDF, that is said, and where the file lies stays', async () => {
  const failure = {
    number: 'BG-TEP-060',
    code: 'no_viewer' as const,
    sentence: 'Máy này chưa có chương trình xem PDF. Tệp để in nằm ở /tmp/print.pdf.',
  };
  pretend({
    ...sample,
    print: () => ['/tmp/print.pdf', run],
    open_print_file: () => Promise.reject(failure),
  });
  const { container } = render(PrintMany, { rows: [minutesRow] });
  await fireEvent.click(screen.getByText(t.minutes.print));
  expect(await screen.findByText(failure.sentence)).toBeTruthy();
  expect(screen.getByText('BG-TEP-060')).toBeTruthy();
  expect(container.querySelector('[data-printed]')?.textContent).toContain('/tmp/print.pdf');
});

test('after a stop it is said how many are left, and the same button goes on with them', async () => {
  const stopped = { ...run, printed: ['m1'], cancelled: true };
  pretend({ ...sample, print: () => ['/tmp/print.pdf', stopped] });
  const { container, rerender } = render(PrintMany, { rows: drafts });
  await fireEvent.click(screen.getByText(t.page.freezeAndPrint));
  await waitFor(() =>
    expect(container.querySelector('[data-printed]')?.textContent).toContain(
      t.minutes.printedOf(1, 2, 2),
    ),
  );
  await rerender({ rows: drafts.slice(1) });
  expect(screen.getByText(t.page.printOn(1))).toBeTruthy();
});

test('the part of a stopped run is opened, and going on says where it lies', async () => {
  const answers = [
    ['/tmp/print.pdf', { ...run, printed: ['m1'], cancelled: true }],
    ['/tmp/print-2.pdf', { ...run, printed: ['m2'] }],
  ];
  const open = vi.fn(() => null);
  pretend({ ...sample, print: () => answers.shift(), open_print_file: open });
  const { container, rerender } = render(PrintMany, { rows: drafts });
  await fireEvent.click(screen.getByText(t.page.freezeAndPrint));
  await waitFor(() => expect(open).toHaveBeenCalledTimes(1));
  expect(container.querySelector('[data-printed-before]')).toBeNull();
  await waitFor(() => expect(container.querySelector('[aria-busy=true]')).toBeNull());
  await rerender({ rows: drafts.slice(1) });
  await fireEvent.click(screen.getByText(t.page.printOn(1)));
  await screen.findByText(t.minutes.printedOn(1));
  expect(screen.getByText(t.minutes.printedBefore(1, '/tmp/print.pdf'))).toBeTruthy();
  await fireEvent.click(screen.getByText(t.minutes.openBefore(1)));
  await waitFor(() => expect(open).toHaveBeenLastCalledWith({ before: '/tmp/print.pdf' }));
});
