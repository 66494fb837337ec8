// Names of people as they are written: the program says the same of what it reads from files.
import { fold } from './fold';

/** A name that was typed in capitals alone, as people write it; any other as it is. */
export function uncapitalised(typed: string): string {
  const name = typed.trim().replace(/\s+/gu, ' ');
  const letters = [...name].filter((c) => /\p{L}/u.test(c));
  const capitals = letters.every((c) => c !== c.toLowerCase());
  if (!name.includes(' ') || letters.length <= 3 || !capitals) return typed;
  return name.replace(
    /\p{L}[\p{L}\p{M}]*/gu,
    (word) => [...word][0] + [...word].slice(1).join('').toLowerCase(),
  );
}

/** A name as the register goes on writing it: capitals alone say nothing new of a known one. */
export function keptSpelling(known: string, typed: string): string {
  const written = uncapitalised(typed);
  return written !== typed && fold(known) === fold(typed) ? known : written;
}
