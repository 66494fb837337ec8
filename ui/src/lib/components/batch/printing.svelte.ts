// A print file under way: in how many copies and on which sides, how far it is, and what came of it.
import {
  ask,
  commands,
  failureOf,
  onBatchProgress,
  type Drafts,
  type Failure,
  type PrintRun,
  type Sides,
} from '../../ipc/call';

/** A print file of a run that was stopped, and how many papers are in it. */
type Part = { file: string; count: number };

export class Printing {
  copies = $state('2');
  sides = $state<Sides>('both');
  /** How many papers are made, while they are. */
  done = $state<number | null>(null);
  of = $state(0);
  /** What came of it, and where it lies. */
  made = $state<{ file: string; run: PrintRun; of: number } | null>(null);
  /** The files of a run that was stopped, where the last one went on with it. */
  before = $state<Part[]>([]);
  /** What the next run goes on from. */
  #stopped: Part | null = null;
  /** Why it could not be shown. */
  unopened = $state<Failure | null>(null);

  /** Within a component, whose progress it follows. */
  constructor() {
    $effect(() =>
      onBatchProgress((n) => {
        if (this.done !== null) this.done = n;
      }),
    );
  }

  /** Makes the file – of drafts as they are or frozen – and opens it, since that is what is done with it next. */
  async print(drafts: Drafts, papers: [string, string][]): Promise<PrintRun> {
    [this.done, this.of, this.made] = [0, papers.length, null];
    try {
      const [file, run] = await ask(
        commands.print(papers, drafts, Number(this.copies), this.sides),
      );
      this.made = { file, run, of: papers.length };
      if (drafts === 'freeze') {
        this.before = this.#stopped ? [...this.before, this.#stopped] : [];
        this.#stopped = run.cancelled ? { file, count: run.printed.length } : null;
      }
      // Of a stopped run too: what is in its file is frozen and waits to be printed.
      if (run.printed.length) await this.open();
      return run;
    } finally {
      this.done = null;
    }
  }

  /** Opens the file, or one before; why nothing shows it is said beside where it lies. */
  open = async (before: string | null = null): Promise<void> => {
    this.unopened = null;
    await ask(commands.openPrintFile(before)).catch((thrown) => {
      this.unopened = failureOf(thrown);
    });
  };
}
