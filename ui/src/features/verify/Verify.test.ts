// Checking signed files.
import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { dropFiles, pretend, sample } from '../../lib/ipc/fake';
import { barriers } from '../../lib/testing/barriers';
import Verify from './Verify.svelte';

test('a file that is dropped is checked at once, and what does not hold has its code', async () => {
  const uploads: unknown[] = [];
  const asked: unknown[] = [];
  pretend({
    ...sample,
    upload: (args) => void uploads.push(args.part),
    read_dropped: ({ path, part }) => {
      asked.push([path, part]);
      return part === 0 ? btoa('%PDF-1.7') : '';
    },
  });
  const { container } = render(Verify);
  // jsdom's files cannot be read in parts.
  File.prototype.slice = () => ({ arrayBuffer: async () => new ArrayBuffer(8) }) as Blob;
  document.elementFromPoint = () => container.querySelector('.drop');
  await dropFiles(['/media/usb/bien-ban.pdf']);
  // Twice: two authorities may be unknown at once.
  expect((await screen.findAllByText(/BG-KYSO-007/)).length).toBe(2);
  expect(uploads.length).toBe(1);
  expect(asked).toEqual([
    ['/media/usb/bien-ban.pdf', 0],
    ['/media/usb/bien-ban.pdf', 1],
  ]);
  expect(screen.getAllByText('bien-ban.pdf').length).toBeGreaterThan(0);
  expect(container.querySelector('[data-verdict=fails]')).toBeTruthy();
  expect(await barriers()).toEqual([]);
});
