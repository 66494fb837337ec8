// What a grid does with its cells, apart from how it is drawn and which keys ask for it.

export type GridColumn = { key: string; title: string; fixed?: boolean; wide?: boolean };
/** What is said of a cell beside its text. */
export type Mark = { tone: 'bad' | 'note'; says: string };
export type GridRow = {
  id: string;
  number: number;
  cells: Record<string, string>;
  tone: string;
  marks: Record<string, Mark>;
};

export type Place = { row: number; column: number };
/** The cells between two corners. */
export type Span = { from: Place; to: Place };
/** What the cell of a row should say. */
export type CellText = { id: string; key: string; text: string };
/** What the cell at a place should say. */
export type PlacedText = Place & { text: string };
/** Which column the rows are sorted by, if any. */
export type Sorting = { key: string; down: boolean } | null;

export function span(one: Place, other: Place): Span {
  const least = (a: number, b: number) => Math.min(a, b);
  const most = (a: number, b: number) => Math.max(a, b);
  return {
    from: { row: least(one.row, other.row), column: least(one.column, other.column) },
    to: { row: most(one.row, other.row), column: most(one.column, other.column) },
  };
}

export function within({ from, to }: Span, { row, column }: Place): boolean {
  return row >= from.row && row <= to.row && column >= from.column && column <= to.column;
}

/** The places of a span, line by line. */
export function places({ from, to }: Span): Place[][] {
  const count = (first: number, last: number) =>
    Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n);
  return count(from.row, to.row).map((row) =>
    count(from.column, to.column).map((column) => ({ row, column })),
  );
}

const order = new Intl.Collator('vi', { numeric: true });

/** Rows in the order of a column; as they are without one. */
export function sortedRows(rows: readonly GridRow[], by: Sorting): readonly GridRow[] {
  if (!by) return rows;
  // People are sorted by their given names.
  const turned = (name: string) => `${name.split(' ').at(-1) ?? ''} ${name}`;
  const word = ({ cells }: GridRow) =>
    by.key === 'name' ? turned(cells[by.key] ?? '') : (cells[by.key] ?? '');
  return [...rows].sort((a, b) => order.compare(word(a), word(b)) * (by.down ? -1 : 1));
}

/** Up, down, as it was. */
export function nextSorting(by: Sorting, key: string): Sorting {
  if (by?.key !== key) return { key, down: false };
  return by.down ? null : { key, down: true };
}

/** Where a key leads, or nothing if it leads nowhere. */
export function moved(
  key: string,
  ctrl: boolean,
  at: Place,
  size: Place,
  page: number,
): Place | null {
  const kept = (place: Place): Place => ({
    row: Math.max(0, Math.min(place.row, size.row - 1)),
    column: Math.max(0, Math.min(place.column, size.column - 1)),
  });
  const steps: Record<string, Place> = {
    ArrowUp: { row: ctrl ? 0 : at.row - 1, column: at.column },
    ArrowDown: { row: ctrl ? size.row - 1 : at.row + 1, column: at.column },
    ArrowLeft: { row: at.row, column: ctrl ? 0 : at.column - 1 },
    ArrowRight: { row: at.row, column: ctrl ? size.column - 1 : at.column + 1 },
    Home: { row: ctrl ? 0 : at.row, column: 0 },
    End: { row: ctrl ? size.row - 1 : at.row, column: size.column - 1 },
    PageUp: { row: at.row - page, column: at.column },
    PageDown: { row: at.row + page, column: at.column },
  };
  const step = steps[key];
  return step ? kept(step) : null;
}
