// A list as it is looked at: its rows in order, its columns, what is chosen of it.
import { arranged, type Asked } from './arrange';
import { shownOf } from './chosen';
import { weightOf, type Column } from './columns';
import { nextSorting } from './order';
import { between, NONE, withPicked } from './picks';
import { Texts } from './texts';
import type { View } from './view.svelte';

/** What a list is given. */
export type Given<T> = {
  rows: readonly T[];
  columns: readonly Column<T>[];
  picks: boolean;
  pickable: (row: T) => boolean;
  acts: boolean;
  actsWeight: number;
};

/** The checkbox of a row is a column, and so are its acts. */
export const PICK = '#pick';
export const ACTS = '#acts';
const PICK_WEIGHT = 2.75;

export class Listing<T extends { id: string }> {
  #given: () => Given<T>;
  #anchor = 0;
  texts = $derived.by(() => new Texts(this.#given().rows, this.#given().columns));
  columns = $derived.by(() => shownOf(this.#given().columns, this.view.choice));
  asked = $derived.by((): Asked => ({
    query: this.view.query,
    filters: this.view.filters,
    sorting: this.view.sorting,
    shown: this.columns.map(({ key }) => key),
  }));
  rows = $derived.by(() => arranged(this.texts, this.asked));
  /** The ids that can be chosen, of the rows that are shown. */
  ids = $derived.by(() => this.rows.filter(this.#given().pickable).map(({ id }) => id));
  /** The rows that are chosen, in the order of the list. */
  picked = $derived.by(() => this.texts.rows.filter(({ id }) => this.view.picked.has(id)));
  /** The keys of the cells of a row. */
  cells = $derived.by(() => {
    const { picks, acts } = this.#given();
    const keys = this.columns.map(({ key }) => key);
    return [...(picks ? [PICK] : []), ...keys, ...(acts ? [ACTS] : [])];
  });
  weights = $derived.by(() => {
    const { picks, acts, actsWeight } = this.#given();
    const own = this.columns.map(weightOf);
    return [...(picks ? [PICK_WEIGHT] : []), ...own, ...(acts ? [actsWeight] : [])];
  });

  constructor(
    readonly view: View,
    given: () => Given<T>,
  ) {
    this.#given = given;
  }

  sort(key: string): void {
    this.view.sorting = nextSorting(this.view.sorting, key);
  }

  /** Chooses a row, or no more; with the rows since the last one. */
  pick(row: number, range: boolean): void {
    const one = this.rows[row];
    if (!one || !this.#given().pickable(one)) return;
    const on = !this.view.picked.has(one.id);
    if (range) this.extend(this.#anchor, row);
    else this.view.picked = withPicked(this.view.picked, [one.id], on);
    if (!range) this.#anchor = row;
  }

  /** Chooses the rows from one to another. */
  extend(from: number, to: number): void {
    const ids = this.rows.map(({ id }) => id);
    const asked = between(ids, Math.max(0, from), Math.max(0, to), this.ids);
    this.view.picked = withPicked(this.view.picked, asked, true);
  }

  /** Chooses all rows that are shown, or none of them. */
  pickAll(on: boolean): void {
    this.view.picked = withPicked(this.view.picked, this.ids, on);
  }

  unpick = (): void => {
    this.view.picked = NONE;
  };
}
