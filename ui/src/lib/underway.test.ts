// A batch changes something many times a second: screens ask again as fast as they are answered.
import { expect, test, vi } from 'vitest';
import { pretend, sample, tellChange } from './ipc/fake';
import { countChanges, here } from './state.svelte';
import { counted } from './underway';

test('what changes while a question is open is asked about once, when it is answered', async () => {
  pretend(sample);
  const stop = countChanges();
  await tellChange();
  const before = here.changes;
  expect(before).toBeGreaterThan(0);
  let answer: (value: null) => void = () => {};
  const question = counted(new Promise<null>((done) => (answer = done)));
  for (let n = 0; n < 50; n += 1) await tellChange();
  expect(here.changes).toBe(before);
  answer(null);
  await question;
  expect(here.changes).toBe(before + 1);
  // A question that is never answered keeps nobody waiting for good.
  void counted(new Promise(() => {}));
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
  await tellChange();
  expect(here.changes).toBe(before + 2);
  vi.restoreAllMocks();
  stop();
});
