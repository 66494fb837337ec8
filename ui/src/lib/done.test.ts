// What was done is said once, wherever it was done.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sayWhatIsDone } from './done';
import { commands } from './ipc/call';
import { pretend, refused, sample } from './ipc/fake';
import { forgetToasts, toasts } from './toasts.svelte';

let stop: () => void;
beforeEach(() => {
  stop = sayWhatIsDone();
});
afterEach(() => {
  stop();
  forgetToasts();
});
const said = () => toasts.map((toast) => toast.text);
const request = (name: string) =>
  ({ unit: 'u1', year: 2026, name, level: 'primary', site: null, learners: null }) as const;

test('an act that is done is said, with what it was about', async () => {
  pretend({ ...sample, add_class: () => null });
  await commands.addClass(request('6A2'));
  expect(said()).toEqual(['Đã thêm lớp 6A2.']);
});

test('what is refused and what is only asked for is not said to be done', async () => {
  pretend({ ...sample, add_class: () => Promise.reject(refused) });
  await commands.addClass(request('6A2'));
  await commands.officers('u1');
  expect(said()).toEqual([]);
});

test('many acts of one kind in a row are one sentence that counts them', async () => {
  pretend({ ...sample, freeze_minutes: () => null });
  for (const minutes of ['m1', 'm2', 'm3']) await commands.freezeMinutes('u1', minutes);
  expect(said()).toEqual(['Đã chốt biên bản (3 lần).']);
});
