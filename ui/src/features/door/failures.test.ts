// What the door asks for by itself and does not get is said, with its code: nobody waits for nothing.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import { pretend, refused, sample } from '../../lib/ipc/fake';
import { t } from '../../lib/text/vi';
import FirstRun from './FirstRun.svelte';
import Unlock from './Unlock.svelte';

/** What an answer that never came is called. */
const LOST = 'BG-HT-001';
const entered = () => Promise.resolve();
const lost = () => Promise.reject(new Error('no answer'));
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));

test('communes that did not come are said, and come when they are asked for again', async () => {
  let there = false;
  pretend({ ...sample, communes: () => (there ? [['11383', 'Phường Lê Chân']] : lost()) });
  render(FirstRun, { entered });
  await fireEvent.click(screen.getByText(t.first.own));
  expect(await screen.findByText(LOST)).toBeTruthy();
  there = true;
  await fireEvent.click(screen.getByText(t.again));
  expect(await screen.findByText('Lê Chân – phường (11383)')).toBeTruthy();
  expect(screen.queryByText(LOST)).toBeNull();
});

test('levels that could not be proposed are said, and the focus stays where it is typed', async () => {
  pretend({ ...sample, levels_in: lost });
  render(FirstRun, { entered });
  await fireEvent.click(screen.getByText(t.first.own));
  const name = screen.getByLabelText(t.first.name, { exact: false });
  await fireEvent.input(name, { target: { value: 'Trường Tiểu học Minh Tân' } });
  screen.getByLabelText(t.first.head, { exact: false }).focus();
  await fireEvent.focusOut(name);
  expect(await screen.findByText(LOST)).toBeTruthy();
  expect(document.activeElement?.id).toBe('head');
});

test('sticks that could not be looked at are said where a backup is put back', async () => {
  pretend({ ...sample, usb_places: () => Promise.reject(refused) });
  render(FirstRun, { entered });
  await fireEvent.click(screen.getByText(t.first.restore));
  expect(await screen.findByText(refused.number)).toBeTruthy();
});

test('what could not be asked behind the lock is said beside it', async () => {
  pretend({ ...sample, left_in_clear: lost });
  render(Unlock, { entered });
  expect(await screen.findByText(LOST)).toBeTruthy();
  expect(screen.getByText(t.unlock.title)).toBeTruthy();
});
