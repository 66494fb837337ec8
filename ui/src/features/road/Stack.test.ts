// A pile of scans: how far it is read, and stopping it, which loses nothing.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { pretend, sample, tellProgress } from '../../lib/ipc/fake';
import { minutesRow } from '../../lib/ipc/sample/handover';
import { t } from '../../lib/text/vi';
import Stack from './Stack.svelte';
import { nothingStacked } from './stack';

const stopped = { pages: 40, filed: [], unfiled: [], left: [3, 4] };

test('a pile says how many pages of how many are read, and what is left when it is stopped', async () => {
  let end: (answer: unknown) => void = () => undefined;
  const cancel = vi.fn(() => end(stopped));
  const read = vi.fn(() => new Promise((done) => (end = done)));
  pretend({ ...sample, upload: () => null, cancel_batch: cancel, file_stack: read });
  const { container } = render(Stack, { waiting: 2, next: true, filed: null });
  // jsdom reads no files.
  File.prototype.slice = () => ({ arrayBuffer: async () => new ArrayBuffer(8) }) as Blob;
  const file = new File(['%PDF-'], 'chong.pdf', { type: 'application/pdf' });
  const input = container.querySelector('input[type=file]') as HTMLInputElement;
  await fireEvent.change(input, { target: { files: [file] } });
  await waitFor(() => expect(read).toHaveBeenCalledOnce());
  await waitFor(async () => {
    await tellProgress('stack_progress', [2, 40]);
    expect(container.querySelector('[data-progress="2/40"]')).toBeTruthy();
  });
  await fireEvent.click(screen.getByText(t.parts.stop));
  expect(cancel).toHaveBeenCalledOnce();
  expect(await screen.findByText(t.road.left([3, 4]))).toBeTruthy();
  expect(container.querySelector('[data-progress]')).toBeNull();
});

test('a page that could not be filed says of which unit its receiver is', async () => {
  const receiver = 'Lê Thị Yến';
  const failure = { number: 'BG-X', code: 'internal' as const, sentence: 'Thiếu trang 2.' };
  const unit_name = 'Ủy ban nhân dân xã Cẩm Giàng';
  const unfiled = [{ file: 'a.pdf', pages: [3], minutes: 'm1', receiver, unit_name, failure }];
  pretend(sample);
  const filed = { ...nothingStacked(), pages: 3, unfiled };
  const { container } = render(Stack, { waiting: 2, next: true, filed });
  expect(screen.getByText(/Lê Thị Yến \(Xã Cẩm Giàng\)/)).toBeTruthy();
  const told = container.querySelector('[data-filed]')?.textContent?.replace(/\s+/g, ' ');
  expect(told).toContain(`3 ${t.road.pages} · 1 ${t.road.unfiled}`);
});

test('of two receivers of one name a page says the code of its own', () => {
  const receiver = 'Nguyễn Thị Hương';
  const failure = { number: 'BG-X', code: 'internal' as const, sentence: 'Thiếu trang 2.' };
  const rows = ['CB006', 'CB011'].map((receiver_code, n) => ({
    ...minutesRow,
    id: `h${n}`,
    receiver,
    receiver_code,
  }));
  const unfiled = [
    { file: 'a.pdf', pages: [3], minutes: 'h1', receiver, unit_name: null, failure },
  ];
  pretend(sample);
  const filed = { ...nothingStacked(), pages: 3, unfiled };
  render(Stack, { waiting: 2, rows, next: true, filed });
  expect(screen.getByText(/Nguyễn Thị Hương · CB011/)).toBeTruthy();
});

test('several files are read one after the other as soon as they are chosen, and said together', async () => {
  const receiver = 'Lê Thị Yến';
  const waits = { number: 'BG-TEP-019', code: 'scan_waits', sentence: 'Còn thiếu trang 2.' };
  const none = { number: 'BG-TEP-004', code: 'scan_no_qr', sentence: 'Không thấy mã QR.' };
  const answers = [
    {
      pages: 1,
      filed: [],
      unfiled: [{ pages: [1], minutes: 'm1', receiver, unit_name: null, failure: waits }],
      left: [],
    },
    {
      pages: 2,
      filed: [{ unit: 'u', minutes: 'm1', receiver, pages: [1] }],
      unfiled: [{ pages: [2], minutes: null, receiver: null, unit_name: null, failure: none }],
      left: [],
    },
  ];
  pretend({ ...sample, upload: () => null, file_stack: () => answers.shift() });
  const { container } = render(Stack, { waiting: 1, next: true, filed: null });
  File.prototype.slice = () => ({ arrayBuffer: async () => new ArrayBuffer(8) }) as Blob;
  const files = ['1.jpg', '2.jpg'].map((name) => new File(['x'], name));
  const input = container.querySelector('input[type=file]') as HTMLInputElement;
  expect(input.multiple).toBe(true);
  await fireEvent.change(input, { target: { files } });
  expect(await screen.findByText(/Không thấy mã QR/)).toBeTruthy();
  expect(container.querySelector('[data-filed]')?.getAttribute('data-filed')).toBe('1');
  expect(container.querySelector('[data-filed]')?.textContent).toContain(`3`);
  // The page that was missing in the first file came with the second.
  expect(screen.queryByText(/Còn thiếu trang 2/)).toBeNull();
});

test('blank pages and those of a pile that comes again are said by the way, and no page is named twice', () => {
  type Code = 'scan_blank' | 'scan_there' | 'scan_no_qr';
  const row = (page: number, code: Code, sentence: string) => ({
    ...{ file: 'a.pdf', pages: [page], minutes: null, receiver: null, unit_name: null },
    failure: { number: 'BG-TEP-033', code, sentence },
  });
  const unfiled = [
    row(21, 'scan_blank', 'Trang 21 là trang trắng, không xếp vào biên bản nào.'),
    row(22, 'scan_there', 'Trang 22 là của biên bản đã có bản quét, không cần nộp lại.'),
    row(23, 'scan_there', 'Trang 23 là của biên bản đã có bản quét, không cần nộp lại.'),
    row(24, 'scan_no_qr', 'Trang 24 không có mã QR.'),
  ];
  pretend(sample);
  const filed = { ...nothingStacked(), pages: 24, unfiled };
  const { container } = render(Stack, { waiting: 2, next: true, filed });
  expect(container.querySelector('[data-blank]')?.textContent?.trim()).toBe(t.road.blank([21]));
  expect(container.querySelector('[data-there]')?.textContent?.trim()).toBe(t.road.there(2));
  expect(container.querySelector('[data-filed]')?.textContent).toContain(`1 ${t.road.unfiled}`);
  const [told, ...more] = container.querySelectorAll('li');
  expect(told?.textContent?.trim()).toMatch(/^Trang 24/);
  expect(more).toEqual([]);
});

test('a page that was scanned twice is said by the way, and nothing is left to be filed', () => {
  const failure = { number: 'BG-X', code: 'scan_twice' as const, sentence: 'Trang 3 trùng.' };
  const page = { file: 'a.pdf', minutes: null, receiver: null, unit_name: null, failure };
  pretend(sample);
  const filed = {
    ...nothingStacked(),
    pages: 4,
    unfiled: [3, 4].map((n) => ({ ...page, pages: [n] })),
  };
  const { container } = render(Stack, { waiting: 0, next: true, filed });
  expect(container.querySelector('[data-filed] .bad')).toBeNull();
  expect(container.querySelector('[data-twice].muted')?.textContent).toContain(t.road.twice(2));
  expect(screen.queryByText('Trang 3 trùng.', { exact: false })).toBeNull();
});
