// Cells as text on the clipboard, the way Excel writes and reads them.

/** Lines and cells of pasted text: tabs between, quotes around what holds a tab or a line break. */
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
