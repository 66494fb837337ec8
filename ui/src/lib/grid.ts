// What a grid does with keys and pasted text, apart from how it is drawn.

export type Place = { row: number; column: number };
/** A change of one cell, known by its row and column themselves: rows may be sorted or leave the list afterwards. */
export type CellEdit = { id: string; key: string; before: string; after: string };

/** Lines and cells of pasted text, as Excel copies them: tabs between cells, quotes around what holds a tab or a line break. */
export function pastedCells(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign === '"' && text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (sign === '"') quoted = false;
      else cell += sign;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === '\t') {
      row.push(cell);
      cell = '';
    } else if (sign === '\n') {
      rows.push([...row, cell]);
      [row, cell] = [[], ''];
    } else if (sign !== '\r') cell += sign;
  }
  if (cell !== '' || row.length) rows.push([...row, cell]);
  return rows.map((line) => line.map((one) => one.replace(/^'(?=[=+\-@])/, '')));
}

/** Cells as text that Excel takes: what begins like a formula stays text there too. */
export function copiedText(cells: string[][]): string {
  const text = (cell: string) => (/^[=+\-@]/.test(cell) ? `'${cell}` : cell);
  const safe = (raw: string) => {
    const cell = text(raw);
    return /[\t\n"]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;
  };
  return cells.map((row) => row.map(safe).join('\t')).join('\n');
}

/** The cells between two corners. */
export function span(one: Place, other: Place): { from: Place; to: Place } {
  const least = (a: number, b: number) => Math.min(a, b);
  const most = (a: number, b: number) => Math.max(a, b);
  return {
    from: { row: least(one.row, other.row), column: least(one.column, other.column) },
    to: { row: most(one.row, other.row), column: most(one.column, other.column) },
  };
}

/** Where a key leads, or nothing if it leads nowhere. */
export function moved(
  key: string,
  ctrl: boolean,
  at: Place,
  size: Place,
  page: number,
): Place | null {
  const within = (place: Place): Place => ({
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
  return step ? within(step) : null;
}
