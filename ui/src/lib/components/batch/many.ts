// Many in parts that one message takes, with how far it has come.
import { commands, type MinutesRow, type RecordRun, type SignedSheet } from '../../ipc/call';
import { tell } from '../../state.svelte';
import { t } from '../../text/vi';
import { whatFailed } from './failed';

/** Most that one message takes. */
export const PART = 500;

/** Parts of a list, none longer than one message takes. */
export function parts<T>(list: T[], most = PART): T[][] {
  const count = Math.ceil(list.length / most);
  return Array.from({ length: count }, (_, n) => list.slice(n * most, (n + 1) * most));
}

/** What became of a pile, and why it ended before its end, if a part of it was refused. */
export type Parts = { run: RecordRun; refused: { thrown: unknown } | null };

/** Does a pile part by part, until it is cancelled or refused: what was done before stays said.
 *  `begun` hears how many came before a part. */
export async function inParts(
  pile: SignedSheet[],
  act: (part: SignedSheet[]) => Promise<RecordRun>,
  begun: (before: number) => void,
): Promise<Parts> {
  const all: RecordRun = { recorded: [], numbered: [], failed: [], cancelled: false };
  for (const [n, part] of parts(pile).entries()) {
    begun(n * PART);
    let run: RecordRun;
    try {
      run = await act(part);
    } catch (thrown) {
      return { run: all, refused: { thrown } };
    }
    all.recorded.push(...run.recorded);
    all.numbered.push(...run.numbered);
    all.failed.push(...run.failed);
    all.cancelled = run.cancelled;
    if (run.cancelled) break;
  }
  return { run: all, refused: null };
}

/** What became of a pile, in words; of how many, if the rest was refused. */
export function whatCame(run: RecordRun, rows: MinutesRow[], refusedOf?: number): string {
  const done = run.recorded.length
    ? t.batch.recorded(run.recorded.length, run.numbered.length)
    : t.batch.numbered(run.numbered.length);
  const stopped = run.cancelled ? ` ${t.batch.stopped}` : '';
  const count = Math.max(run.recorded.length, run.numbered.length);
  const part = refusedOf === undefined ? '' : ` ${t.batch.partly(count, refusedOf)}`;
  return `${done}${part}${stopped}${whatFailed(run.failed, rows)}`;
}

/** Ends the batch that is under way after the current document. */
export const cancel = () => void commands.cancelBatch().catch(tell);
