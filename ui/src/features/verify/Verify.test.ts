// Checking signed files.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { pretend, sample } from '../../lib/ipc/fake';
import { barriers } from '../../lib/testing/barriers';
import Verify from './Verify.svelte';

test('a file that is dropped is checked at once, and what does not hold has its code', async () => {
  const uploads: unknown[] = [];
  pretend({ ...sample, upload: (args) => void uploads.push(args) });
  const { container } = render(Verify);
  // jsdom's files cannot be read in parts.
  const file = Object.assign(new File(['%PDF-1.7'], 'bien-ban.pdf'), {
    slice: () => ({ arrayBuffer: async () => new ArrayBuffer(8) }),
  });
  await fireEvent.drop(container.querySelector('.drop')!, { dataTransfer: { files: [file] } });
  // Twice: two authorities may be unknown at once.
  expect((await screen.findAllByText(/BG-KYSO-007/)).length).toBe(2);
  expect(uploads.length).toBe(1);
  expect(container.querySelector('[data-verdict=fails]')).toBeTruthy();
  expect(await barriers()).toEqual([]);
});
