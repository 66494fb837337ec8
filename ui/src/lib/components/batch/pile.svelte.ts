// A pile of signed papers under way: how far it is, and what became of it.
import { onBatchProgress, type MinutesRow, type RecordRun, type SignedSheet } from '../../ipc/call';
import { inParts, whatCame } from './many';

/** Hears what became of a pile, in words, and whether a part of it is still to be done. */
export type Done = (told: string, left?: boolean) => void;

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
      if (!refused) done(whatCame(run, papers));
      else if (run.recorded.length || run.numbered.length || run.failed.length)
        done(whatCame(run, papers, of), true);
      if (refused) throw refused.thrown;
    } finally {
      this.running = null;
    }
  }
}
