// A pile of more than one message takes: what was done before a refusal is kept and said.
import { expect, test } from 'vitest';
import { Refused, type RecordRun, type SignedSheet } from '../../ipc/call';
import { refused } from '../../ipc/fake';
import { minutesRow } from '../../ipc/sample/handover';
import { t } from '../../text/vi';
import { whatFailed } from './failed';
import { inParts, PART, whatCame } from './many';

const sheets = Array.from({ length: 2 * PART + 3 }, (_, n): SignedSheet => ({
  unit: 'u',
  minutes: `m${n}`,
  number: n,
}));
const all = (part: SignedSheet[]): RecordRun => ({
  recorded: part.map(({ minutes }) => minutes),
  numbered: [],
  failed: [],
  cancelled: false,
});

test('a later part that is refused leaves what was done before it', async () => {
  let parts = 0;
  const { run, refused: why } = await inParts(
    sheets,
    (part) => {
      parts += 1;
      return parts === 2 ? Promise.reject(new Refused(refused)) : Promise.resolve(all(part));
    },
    () => undefined,
  );
  expect(parts).toBe(2);
  expect(run.recorded).toHaveLength(PART);
  expect(why?.thrown).toBeInstanceOf(Refused);
  expect(whatCame(run, [], sheets.length)).toContain(t.batch.partly(PART, sheets.length));
});

test('what failed by itself is said with whose it is and its code', () => {
  const run = {
    ...all([]),
    recorded: ['m2'],
    failed: [['m1', refused] as [string, typeof refused]],
  };
  const words = whatCame(run, [minutesRow]);
  expect(words).toContain(minutesRow.receiver);
  expect(words).toContain(refused.number);
  expect(words).not.toContain(t.batch.partly(1, 2));
});

test('one reason is said once, with how many papers it stops', () => {
  const failed = ['m1', 'm2', 'm3', 'm4'].map((id) => [id, refused] as [string, typeof refused]);
  const rows = failed.map(([id], n) => ({ ...minutesRow, id, receiver: `Người ${String(n)}` }));
  const words = whatFailed(failed, rows);
  expect(words).toContain(`${t.batch.papers(4)}: ${refused.sentence}`);
  expect(words.split(refused.sentence)).toHaveLength(2);
  expect(words).not.toContain('Người 0');
});
