// A pile of signed papers under way: how far it is, and what became of it.
import { onBatchProgress, type MinutesRow, type RecordRun, type SignedSheet } from '../../ipc/call';
import { inParts, whatCame } from './many';

/** What became of a pile: in words, whether something failed, and whether a part is still to be
 *  done. */
export type Told = {
  text: string;
  failed: boolean;
  left: boolean;
  /** Somebody stopped it: the rest goes on with what was typed. */
  stopped?: boolean;
};
export type Done = (told: Told) => void;

export class Pile {
  running = $state<{ before: number; done: number; of: number } | null>(null);

  /** Within a component, whose progress it follows. */
  constructor() {
    $effect(() =>
      onBatchProgress((n) => {
        if (this.running) this.running.done = this.running.before + n;
      }),
    );
  }

  /** Does the pile; what was done before a refusal is told, and then the refusal. */
  async run(
    sheets: SignedSheet[],
    papers: MinutesRow[],
    act: (part: SignedSheet[]) => Promise<RecordRun>,
    done: Done,
  ): Promise<void> {
    const of = sheets.length;
    this.running = { before: 0, done: 0, of };
    try {
      const begun = (before: number) => (this.running = { before, done: before, of });
      const { run, refused } = await inParts(sheets, act, begun);
      const failed = run.failed.length > 0;
      if (!refused)
        done({ text: whatCame(run, papers), failed, left: false, stopped: run.cancelled });
      else if (run.recorded.length || run.numbered.length || failed)
        done({ text: whatCame(run, papers, of), failed: true, left: true });
      if (refused) throw refused.thrown;
    } finally {
      this.running = null;
    }
  }
}
