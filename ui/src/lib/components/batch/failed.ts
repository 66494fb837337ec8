// What could not be done of many minutes, and why.
import type { Failure, MinutesRow } from '../../ipc/call';
import { t } from '../../text/vi';

/** So many are named with their reason; of more it is said how many they are. */
const NAMED = 3;

/** The end of a sentence about many minutes: how many could not be done and why, each reason once. */
export function whatFailed(
  failed: [string, Failure][],
  rows: Pick<MinutesRow, 'id' | 'receiver'>[],
): string {
  if (!failed.length) return '';
  const receiver = (id: string) => rows.find((row) => row.id === id)?.receiver ?? '';
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
