// What rows say, worked out once for as long as they are the same: texts, folded texts, places.
import { fold } from '../../fold';
import { textOf, type Column } from './columns';
import { ranks } from './order';

/** Text for finding it with its marks. */
const marked = (text: string) => text.normalize('NFC').toLowerCase();

export class Texts<T> {
  #texts = new Map<string, string[]>();
  #ranks = new Map<string, Int32Array>();
  #folded = new Map<string, string[]>();
  #marked = new Map<string, string[]>();

  constructor(
    readonly rows: readonly T[],
    readonly columns: readonly Column<T>[],
  ) {}

  column(key: string): Column<T> | undefined {
    return this.columns.find((column) => column.key === key);
  }

  /** What each row says in a column. */
  of(key: string): readonly string[] {
    const column = this.column(key);
    if (!column) return [];
    return once(this.#texts, key, () => this.rows.map((row) => textOf(column, row)));
  }

  /** The place of each row in the order of a column. */
  ranks(key: string): Int32Array {
    const column = this.column(key);
    if (!column) return new Int32Array(this.rows.length);
    return once(this.#ranks, key, () => ranks(column, this.rows, this.of(key)));
  }

  /** What each row says in several columns, without marks. */
  folded(keys: readonly string[]): readonly string[] {
    return this.#joined(this.#folded, keys, fold);
  }

  /** The same with marks. */
  marked(keys: readonly string[]): readonly string[] {
    return this.#joined(this.#marked, keys, marked);
  }

  #joined(known: Map<string, string[]>, keys: readonly string[], make: (text: string) => string) {
    return once(known, keys.join(), () => {
      const of = keys.map((key) => this.of(key));
      const made = new Map<string, string>();
      const one = (text: string) => once(made, text, () => make(text));
      return this.rows.map((_, n) => of.map((texts) => one(texts[n] ?? '')).join('\n'));
    });
  }
}

function once<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}

/** The words of a question, and whether it was typed with marks. */
export function words(query: string): { folded: string[]; marked: string[] } {
  const folded = fold(query).split(/\s+/).filter(Boolean);
  const typed = marked(query).trim().split(/\s+/).filter(Boolean);
  return { folded, marked: typed.join(' ') === folded.join(' ') ? [] : typed };
}
