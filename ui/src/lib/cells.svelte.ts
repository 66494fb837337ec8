// The cells of a grid: in what order they stand, which are chosen, and what changes them.
import { copiedText, pastedCells } from './clipboard';
import {
  nextSorting,
  places,
  sortedRows,
  span,
  type CellText,
  type GridColumn,
  type GridRow,
  type Place,
  type PlacedText,
  type Sorting,
} from './grid';
import { t } from './text/vi';
import { Undo } from './undo';

/** What a grid is given. */
export type Given = {
  columns: readonly GridColumn[];
  rows: readonly GridRow[];
  /** Takes changed cells: one call is one step that can be undone. */
  edit?: (cells: CellText[]) => void;
  /** Takes pasted text that reaches beyond the last row, or that nothing here may take. */
  more?: (text: string) => void;
};

export class Cells {
  at = $state<Place>({ row: 0, column: 0 });
  by = $state<Sorting>(null);
  /** What was done last, in words. */
  said = $state('');
  #anchor = $state<Place>({ row: 0, column: 0 });
  #undo = new Undo();
  #given: () => Given;
  rows = $derived.by(() => sortedRows(this.#given().rows, this.by));
  chosen = $derived.by(() => span(this.at, this.#anchor));
  size = $derived.by(() => ({ row: this.rows.length, column: this.#given().columns.length }));

  constructor(given: () => Given) {
    this.#given = given;
  }

  text({ row, column }: Place): string {
    return this.rows[row]?.cells[this.key(column)] ?? '';
  }
  /** The key of a column, by its place. */
  key(column: number): string {
    return this.#given().columns[column]?.key ?? '';
  }
  editable(column: number): boolean {
    const { columns, edit } = this.#given();
    return edit !== undefined && !columns[column]?.fixed;
  }

  /** Moves to a cell; stretching, what was chosen before stays chosen up to it. */
  move(place: Place, stretch = false): void {
    this.at = place;
    if (!stretch) this.#anchor = place;
  }
  all(): void {
    this.#anchor = { row: 0, column: 0 };
    this.at = { row: this.size.row - 1, column: this.size.column - 1 };
  }
  /** Rows may leave while the cell is among them: it then has a place again. */
  stayInside(): void {
    const last = (count: number) => Math.max(0, count - 1);
    const row = Math.min(this.at.row, last(this.size.row));
    const column = Math.min(this.at.column, last(this.size.column));
    if (row !== this.at.row || column !== this.at.column) this.move({ row, column });
  }
  sort(key: string): void {
    this.by = nextSorting(this.by, key);
    this.said = this.by ? t.grid.sorted : t.grid.asItWas;
  }

  /** Changes cells as one step. */
  change(wanted: PlacedText[]): void {
    const step = wanted
      .filter((one) => this.editable(one.column) && this.rows[one.row])
      .filter((one) => one.text !== this.text(one))
      .map((one) => ({
        id: this.rows[one.row]?.id ?? '',
        key: this.key(one.column),
        before: this.text(one),
        after: one.text,
      }));
    if (!step.length) return;
    this.#undo.add(step);
    const cells = step.map(({ id, key, after }) => ({ id, key, text: after }));
    this.#tell(cells, t.grid.changed(step.length));
  }
  back(): void {
    this.#tell(this.#undo.back(), t.grid.undone);
  }
  again(): void {
    this.#tell(this.#undo.again(), t.grid.redone);
  }
  /** Gives every chosen cell the text of the one on top. */
  fill(): void {
    const { row } = this.chosen.from;
    const below = places(this.chosen).slice(1).flat();
    this.change(below.map((place) => ({ ...place, text: this.text({ ...place, row }) })));
  }
  empty(): void {
    const cells = places(this.chosen).flat();
    this.change(cells.map((place) => ({ ...place, text: '' })));
  }

  copied(): string {
    return copiedText(places(this.chosen).map((line) => line.map((place) => this.text(place))));
  }
  paste(raw: string): void {
    const { edit, more } = this.#given();
    const { row, column } = this.chosen.from;
    const pasted = pastedCells(raw);
    if (!edit || (more && pasted.length > this.size.row - row)) {
      more?.(raw);
      return;
    }
    const cells = pasted.flatMap((line, r) =>
      line.map((text, c) => ({ row: row + r, column: column + c, text })),
    );
    this.change(cells.filter((one) => one.row < this.size.row && one.column < this.size.column));
    this.said = t.grid.pasted(pasted.length);
  }

  #tell(cells: CellText[] | null, said: string): void {
    if (!cells) return;
    this.#given().edit?.(cells);
    this.said = said;
  }
}
