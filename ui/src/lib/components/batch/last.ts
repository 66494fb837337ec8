// The number that was given last, for whoever types the first one of a pile.
import { today } from '../../dates';
import type { MinutesRow } from '../../ipc/call';

/** The highest number that minutes of this year carry under a symbol; nothing where none does. */
export function lastNumber(
  rows: Pick<MinutesRow, 'number' | 'signed_on'>[],
  symbol: string,
  year = today().slice(0, 4),
): number | null {
  const given = rows
    .filter(
      ({ number, signed_on: on }) => number?.endsWith(`/BB-${symbol}`) && on?.startsWith(year),
    )
    .map(({ number }) => Number.parseInt(number ?? '', 10))
    .filter((number) => !Number.isNaN(number));
  return given.length ? Math.max(...given) : null;
}
