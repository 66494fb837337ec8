// Handing over the accounts of all units below: what is typed once, what is missing of each unit,
// and what it asks of the program.
import type { AccountLine, AccountsOffer, GiveAccounts } from '../../lib/ipc/call';
import { headPosition, t } from '../../lib/text/vi';
import { atDesk, emptyDesk, secret, type Desk, type Secret } from './account';

/** What was typed of one unit. */
export type OfUnit = { on: boolean; head: string; position: string; login: string };

export type Typed = {
  filled: boolean;
  giver: string;
  by: Secret;
  serial: string;
  ground: string;
  pattern: string;
  desk: Desk;
  units: Record<string, OfUnit>;
};

/** Columns that can be pasted into. */
export type Column = 'head' | 'position' | 'login';

export function fresh(): Typed {
  return {
    filled: false,
    giver: '',
    by: 'set_at_table',
    serial: '',
    ground: '',
    pattern: '',
    desk: emptyDesk(),
    units: {},
  };
}

/** Proposes the head as giver, and every unit that has nothing on its way. */
export function fillIn(typed: Typed, offer: AccountsOffer): void {
  if (!typed.filled) typed.giver = offer.givers.head;
  typed.filled = true;
  for (const line of offer.lines)
    typed.units[line.unit] ??= {
      on: line.open === null,
      head: '',
      position: headPosition[line.unit_kind],
      login: '',
    };
}

/** Why a unit is left out; nothing where all is there. */
export function lacking(line: AccountLine, of: OfUnit | undefined): string {
  if (line.printed) return t.accounts_all.printed;
  if (line.open) return t.accounts_all.drafted;
  if (!line.head && !of?.head.trim()) return t.accounts_all.noHead;
  if (!line.login && !of?.login.trim()) return t.accounts_all.noLogin;
  return '';
}

/** The units for which a draft is made: chosen, and nothing is missing. */
export function chosen(typed: Typed, offer: AccountsOffer): AccountLine[] {
  return offer.lines.filter((line) => {
    const of = typed.units[line.unit];
    return of?.on && !lacking(line, of);
  });
}

/** Logins by the pattern, for units that have none. */
export function fillLogins(typed: Typed, offer: AccountsOffer): void {
  for (const { unit, code, login } of offer.lines) {
    const of = typed.units[unit];
    if (of && code && !login && !of.login.trim()) of.login = typed.pattern.replaceAll('{mã}', code);
  }
}

/** What stands in many cells of a list, put into the units from one on, as Excel does it: one line
 *  a unit. Units that have a value keep it. */
export function pasteDown(
  typed: Typed,
  offer: AccountsOffer,
  from: string,
  column: Column,
  cells: string[][],
): void {
  const columns: Column[] = ['head', 'position', 'login'];
  const first = columns.indexOf(column);
  const start = offer.lines.findIndex(({ unit }) => unit === from);
  cells.forEach((row, down) => {
    const line = offer.lines[start + down];
    const of = line && typed.units[line.unit];
    if (!of) return;
    row.forEach((cell, across) => {
      const to = columns[first + across];
      if (to && cell.trim()) of[to] = cell.trim();
    });
  });
}

/** What is asked of the program. */
export function asked(typed: Typed, offer: AccountsOffer): GiveAccounts {
  return {
    units: chosen(typed, offer).map((line) => {
      const of = typed.units[line.unit];
      return {
        unit: line.unit,
        login: line.login ? null : (of?.login ?? null),
        head: line.head || !of ? null : [of.head, of.position],
      };
    }),
    giver: typed.giver,
    grounds: typed.ground ? [typed.ground] : [],
    secret: secret(typed),
    at_desk: atDesk(typed.desk),
  };
}
