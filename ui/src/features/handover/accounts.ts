// Handing over the accounts of all units below: what is typed once, what is missing of each unit,
// and what it asks of the program.
import type { AccountLine, AccountsOffer, GiveAccounts } from '../../lib/ipc/call';
import { headPosition, t } from '../../lib/text/vi';
import { atDesk, emptyDesk, secret, type Desk, type Secret } from './account';

/** What was typed of one unit, and the login that the pattern put there. */
export type OfUnit = {
  on: boolean;
  head: string;
  position: string;
  login: string;
  byPattern?: string;
};

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

export function fresh(): Typed {
  return {
    filled: false,
    giver: '',
    by: 'set_at_table',
    serial: '',
    ground: '',
    pattern: t.accounts_all.usualPattern,
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

const loginOf = (typed: Typed, { unit, login }: AccountLine) =>
  (login ?? typed.units[unit]?.login ?? '').trim().toLowerCase();

/** Logins that more than one unit would have. */
export function twice(typed: Typed, offer: AccountsOffer): ReadonlySet<string> {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const line of offer.lines) {
    const login = loginOf(typed, line);
    if (login && seen.has(login)) again.add(login);
    seen.add(login);
  }
  return again;
}

/** Whether a login has what no system takes: spaces, or Vietnamese marks. */
export function badLogin(login: string): boolean {
  return login.trim() !== '' && !/^[!-~]+$/.test(login.trim());
}

/** Why a unit is left out; nothing where all is there. */
export function lacking(line: AccountLine, typed: Typed, same: ReadonlySet<string>): string {
  const of = typed.units[line.unit];
  if (line.printed) return t.accounts_all.printed;
  if (line.open) return t.accounts_all.drafted;
  if (!line.head && !of?.head.trim()) return t.accounts_all.noHead;
  if (!line.login && !of?.login.trim()) return t.accounts_all.noLogin;
  if (!line.login && badLogin(of?.login ?? '')) return t.accounts_all.badLogin;
  if (same.has(loginOf(typed, line))) return t.accounts_all.sameLogin;
  return '';
}

/** The units for which a draft is made: chosen, and nothing is missing. */
export function chosen(typed: Typed, offer: AccountsOffer): AccountLine[] {
  const same = twice(typed, offer);
  return offer.lines.filter((line) => typed.units[line.unit]?.on && !lacking(line, typed, same));
}

/** Units whose login the pattern cannot make. */
export function withoutCode(offer: AccountsOffer): AccountLine[] {
  return offer.lines.filter(({ code, login, open }) => !code && !login && !open);
}

/** Whether a pattern makes another login of each unit. */
export function isPattern(pattern: string): boolean {
  return pattern.includes(t.accounts_all.placeOfCode);
}

/** Logins by the pattern, for units that have none, or one by another pattern. */
export function fillLogins(typed: Typed, offer: AccountsOffer): void {
  for (const { unit, code, login } of offer.lines) {
    const of = typed.units[unit];
    if (!of || !code || login) continue;
    if (of.login.trim() && of.login !== of.byPattern) continue;
    of.byPattern = of.login = typed.pattern.trim().replaceAll(t.accounts_all.placeOfCode, code);
  }
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
