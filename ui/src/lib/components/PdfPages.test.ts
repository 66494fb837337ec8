// Pages are drawn for the room that there is, also when there is more of it later; what cannot be
// drawn says so with a code.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { t } from '../text/vi';
import PdfPages from './PdfPages.svelte';

let room = 600;
let grown: () => void = () => undefined;
let status = 200;
const fetched = vi.fn(() =>
  Promise.resolve(new Response('', { status, headers: { 'content-type': 'image/png' } })),
);
beforeEach(() => {
  [room, status] = [600, 200];
  fetched.mockClear();
  vi.stubGlobal('fetch', fetched);
  vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 800, height: 1131 }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(heard: () => void) {
        grown = heard;
      }
      observe() {}
      disconnect() {}
    },
  );
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockImplementation(() => room);
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const pages = (container: HTMLElement) => container.querySelector<HTMLElement>('.pages');
const drawn = (container: HTMLElement) =>
  waitFor(() => expect(pages(container)?.dataset.pages).toBe('1'));

test('a window that was enlarged has its page drawn anew, as wide as there is room', async () => {
  const { container } = render(PdfPages, { address: 'minutes://u/m', title: 'Biên bản' });
  await drawn(container);
  expect(fetched).toHaveBeenCalledTimes(1);
  // Until it stands still the page that is there is stretched: it is never of its old size.
  expect(pages(container)?.style.getPropertyValue('--page')).toBe('100%');
  room = 1200;
  grown();
  await waitFor(() => expect(fetched).toHaveBeenCalledTimes(2));
  await drawn(container);
});

test('a page that cannot be opened says so with a code, and is tried again when asked', async () => {
  status = 404;
  const { container } = render(PdfPages, { address: 'minutes://u/m', title: 'Biên bản' });
  expect(await screen.findByText(t.minutes.noPage)).toBeTruthy();
  expect(screen.getByText('BG-HT-001')).toBeTruthy();
  status = 200;
  await fireEvent.click(screen.getByText(t.again));
  await drawn(container);
  expect(screen.queryByText(t.minutes.noPage)).toBeNull();
});
