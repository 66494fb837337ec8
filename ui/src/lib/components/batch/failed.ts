// What could not be done of many minutes, and why.
import type { Failure, MinutesRow } from '../../ipc/call';
import { t } from '../../text/vi';
import { called, type Named } from './whose';

/** So many are named with their reason; of more it is said how many they are. */
const NAMED = 3;

/** The end of a sentence about many minutes: how many could not be done and why, each reason once. */
export function whatFailed(
  failed: [string, Failure][],
  rows: (Named & Pick<MinutesRow, 'id'>)[],
): string {
  if (!failed.length) return '';
  const nameOf = called(rows);
  const receiver = (id: string) => {
    const row = rows.find((row) => row.id === id);
    return row ? nameOf(row) : '';
  };
  const reasons = new Map<string, string[]>();
  for (const [id, { sentence, number }] of failed) {
    const why = `${sentence} (${number})`;
    reasons.set(why, [...(reasons.get(why) ?? []), receiver(id)]);
  }
  const said = [...reasons].map(([why, of]) => {
    const names = [...new Set(of)];
    return `${names.length > NAMED ? t.batch.papers(of.length) : names.join(', ')}: ${why}`;
  });
  return ` · ${failed.length} ${t.minutes.failed}. ${said.join(' ')}`;
}
