// A file reaches the program by choosing or by dropping it, from any file manager.
import { render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { dragOver, dropFiles, pretend, sample } from '../ipc/fake';
import { here } from '../state.svelte';
import { t } from '../text/vi';
import FilePick from './FilePick.svelte';

const scan = { id: 'scan', label: t.minutes.scan, accept: '.pdf,.png' };
const dropped = {
  ...sample,
  read_dropped: ({ part }: Record<string, unknown>) => (part === 0 ? btoa('%PDF-1.7') : ''),
};

test('a place for a file shows where to drop, and takes what is dropped', async () => {
  pretend(dropped);
  const { container } = render(FilePick, scan);
  await dragOver();
  expect(await screen.findByText(t.file.drop)).toBeTruthy();
  await dropFiles(['C:\\Users\\An\\to da ky.PDF']);
  expect(await screen.findByText('to da ky.PDF')).toBeTruthy();
  expect(container.querySelector('.over')).toBeNull();
});

test('what a place does not take is said', async () => {
  pretend(dropped);
  render(FilePick, scan);
  await dropFiles(['/home/an/danh sach.xlsx']);
  await waitFor(() => expect(here.failure?.sentence).toContain('.pdf'));
  await dropFiles(['/home/an/1.pdf', '/home/an/2.pdf']);
  await waitFor(() => expect(here.failure?.sentence).toBe(t.file.dropOne));
});

test('of several places the one under the pointer takes the file, and none by guess', async () => {
  pretend(dropped);
  const first = render(FilePick, scan);
  const second = render(FilePick, { ...scan, id: 'other' });
  await dropFiles(['/home/an/1.pdf']);
  await waitFor(() => expect(here.failure?.sentence).toBe(t.file.dropWhere));
  document.elementFromPoint = () => second.container.querySelector('label');
  await dropFiles(['/home/an/1.pdf']);
  await waitFor(() => expect(second.container.textContent).toContain('1.pdf'));
  expect(first.container.textContent).not.toContain('1.pdf');
  document.elementFromPoint = () => null;
});

test('where several are taken, all of them are, chosen or dropped, and that is heard at once', async () => {
  pretend(dropped);
  let heard = 0;
  const { container } = render(FilePick, { ...scan, several: true, took: () => (heard += 1) });
  await dropFiles(['/home/an/1.pdf', '/home/an/2.png']);
  await waitFor(() => expect(container.textContent).toContain(t.file.several(2)));
  expect(heard).toBe(1);
});
