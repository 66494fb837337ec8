// What could not be done of many minutes, in words.
import type { Failure, MinutesRow } from '../../ipc/call';
import { t } from '../../text/vi';

/** The end of a sentence about many minutes: whose could not be done, and why. */
export function whatFailed(failed: [string, Failure][], rows: MinutesRow[]): string {
  const receiver = (id: string) => rows.find((row) => row.id === id)?.receiver ?? '';
  const why = failed
    .map(([id, failure]) => `${receiver(id)}: ${failure.sentence} (${failure.number})`)
    .join(' ');
  return failed.length ? ` · ${failed.length} ${t.minutes.failed}: ${why}` : '';
}
