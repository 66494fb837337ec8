// What is handed over with an admin account: what was typed for it, and what it asks of the
// program.
import { isoDay, isoHour } from '../../lib/dates';
import {
  Wrong,
  type AccountOffer,
  type AtDesk,
  type HandOver,
  type SecretClause,
  type SpareEnvelope,
} from '../../lib/ipc/call';
import { t } from '../../lib/text/vi';

/** What only the handover desk knows, as typed. */
export type Desk = {
  site: string;
  address: string;
  hour: string;
  letterUntil: string;
  trainedOn: string;
};

/** How the passwords go over, as chosen. */
export type Secret = SecretClause['by'] | '';

/** The ways that people choose from. */
export const SECRETS = ['set_at_table', 'envelope', 'slip', 'already_held'] as const;

/** Whether what the passwords go over in has a number. */
export function isNumbered(by: Secret): by is 'envelope' | 'slip' {
  return by === 'envelope' || by === 'slip';
}

export function emptyDesk(): Desk {
  return { site: '', address: '', hour: '', letterUntil: '', trainedOn: '' };
}

export type Typed = {
  filled: boolean;
  giver: string;
  receiver: string;
  login: string;
  by: Secret;
  serial: string;
  ground: string;
  until: string;
  desk: Desk;
  spare: string;
  sparePlace: string;
};

export function fresh(): Typed {
  return {
    filled: false,
    giver: '',
    receiver: '',
    login: '',
    by: 'set_at_table',
    serial: '',
    ground: '',
    until: '',
    desk: emptyDesk(),
    spare: '',
    sparePlace: '',
  };
}

/** Proposes the head as giver, and the first who may receive. */
export function fillIn(typed: Typed, offer: AccountOffer): void {
  typed.filled = true;
  typed.giver = offer.givers.head;
  typed.login = offer.login ?? '';
  // Whom the head trusts with the account is for the head to say.
  typed.receiver = offer.kind === 'custody' ? '' : (offer.receivers[0]?.[0] ?? '');
}

/** What is asked of the program. */
export function handOver(typed: Typed, offer: AccountOffer, unit: string): HandOver {
  return {
    unit,
    kind: offer.kind,
    giver: typed.giver,
    receiver: typed.receiver,
    year: null,
    add: [],
    drop: [],
    login: typed.login || null,
    grounds: typed.ground ? [typed.ground] : [],
    secret: secret(typed),
    valid_until: dayOrNone(typed.until),
    at_desk: atDesk(typed.desk),
    spare_envelope: spareEnvelope(typed),
  };
}

/** How the passwords go over. */
export function secret({ by, serial }: Pick<Typed, 'by' | 'serial'>): SecretClause {
  if (isNumbered(by)) return { by, serial };
  return { by: by === 'already_held' ? 'already_held' : 'set_at_table' };
}

/** The spare password, if anything of it was typed. */
export function spareEnvelope({
  spare,
  sparePlace,
}: Pick<Typed, 'spare' | 'sparePlace'>): SpareEnvelope | null {
  return spare.trim() || sparePlace.trim() ? { serial: spare, place: sparePlace } : null;
}

/** Which half of the place is missing: a hall and its address are printed together or not at all. */
export function halfPlace({ site, address }: Desk): 'site' | 'address' | '' {
  if (Boolean(site.trim()) === Boolean(address.trim())) return '';
  return site.trim() ? 'address' : 'site';
}

/** The desk, if anything of it was typed. */
export function atDesk(desk: Desk): AtDesk | null {
  if (!Object.values(desk).some((text) => text.trim())) return null;
  const hour = isoHour(desk.hour);
  if (desk.hour.trim() && !hour) throw new Wrong(t.badHour);
  return {
    hour,
    site: desk.site,
    address: desk.address,
    letter_until: dayOrNone(desk.letterUntil),
    trained_on: dayOrNone(desk.trainedOn),
  };
}

function dayOrNone(text: string): string | null {
  const iso = isoDay(text);
  if (text.trim() && !iso) throw new Wrong(t.badDay);
  return iso;
}
