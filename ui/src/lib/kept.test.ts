// What was typed outlives the window, and nothing of it is in memory while the screen is locked.
import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import { pretend, sample } from './ipc/fake';
import { forget, forgetAll, keep, takeUp, writeDown } from './kept.svelte';

const fresh = () => ({ name: '', ticked: [] as string[], step: 0 });

/** A machine that keeps what it is told. */
function machine(): { lies: string } {
  const here = { lies: '' };
  pretend({
    ...sample,
    keep_forms: ({ forms }) => {
      here.lies = forms as string;
      return null;
    },
    kept_forms: () => here.lies,
  });
  return here;
}

async function typed() {
  await takeUp();
  const form = keep('a form', fresh);
  [form.name, form.ticked, form.step] = ['NGUYỄN THỊ THUỲ DƯƠNG', ['c1'], 2];
  flushSync();
  await writeDown();
}

test('a form is there again when the window was closed', async () => {
  const here = machine();
  await typed();
  forgetAll();
  expect(keep('a form', fresh).name).toBe('');
  forgetAll();
  await takeUp();
  expect(keep('a form', fresh)).toEqual({
    name: 'NGUYỄN THỊ THUỲ DƯƠNG',
    ticked: ['c1'],
    step: 2,
  });
  forget('a form');
  await writeDown();
  expect(here.lies).toBe('{}');
});

test('what is of another kind by now, or too old, is begun anew', async () => {
  const here = machine();
  await typed();
  forgetAll();
  await takeUp();
  const other = keep('a form', () => ({ name: '', ticked: '', step: 0 }));
  expect(other).toEqual({ name: 'NGUYỄN THỊ THUỲ DƯƠNG', ticked: '', step: 2 });
  forgetAll();
  const eightDays = 8 * 24 * 3600e3;
  vi.useFakeTimers({ now: Date.now() + eightDays });
  await takeUp();
  expect(keep('a form', fresh)).toEqual(fresh());
  vi.useRealTimers();
  expect(here.lies).not.toBe('');
});

test('where a signing key is, and nothing before the door is open, is written down', async () => {
  const here = machine();
  keep('a form', fresh).name = 'trước khi mở';
  flushSync();
  await writeDown();
  expect(here.lies).toBe('');
  forgetAll();
  await takeUp();
  keep('signing-key', () => ({ driver: '' })).driver = '/usr/lib/token.so';
  flushSync();
  await writeDown();
  expect(here.lies).toBe('{}');
});

test('what is more than answers stays in memory alone, whole after the window was closed', async () => {
  const here = machine();
  class Looked {
    query = '';
    clear() {
      this.query = '';
    }
  }
  await takeUp();
  keep('a list', () => new Looked()).query = 'Hoa';
  flushSync();
  await writeDown();
  expect(here.lies).toBe('{}');
  // As an older program may have left it.
  here.lies = JSON.stringify({ 'a list': { at: Date.now(), typed: { list: 'x' } } });
  forgetAll();
  await takeUp();
  const again = keep('a list', () => new Looked());
  again.clear();
  expect(again.query).toBe('');
});
