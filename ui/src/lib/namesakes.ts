// People of one list who have the same name: their codes tell them apart.

/** Who a row is about. */
export type Who = { name: string; code: string; unit: string };

/** What the rows of a list call whoever they are about: the name, and behind it the code where
 *  somebody else of the unit has the same name in this list. */
export function callers<T>(rows: readonly T[], who: (row: T) => Who): (row: T) => string {
  const key = ({ name, unit }: Who) => `${unit}/${name.normalize('NFC').toLocaleLowerCase('vi')}`;
  const codes = new Map<string, Set<string>>();
  for (const one of rows.map(who)) {
    const known = codes.get(key(one)) ?? new Set();
    codes.set(key(one), known.add(one.code));
  }
  return (row) => {
    const one = who(row);
    const shared = (codes.get(key(one))?.size ?? 0) > 1;
    return shared && one.code ? `${one.name} · ${one.code}` : one.name;
  };
}
