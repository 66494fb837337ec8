// A draft that is said otherwise: what stands in its form, and what is asked of the program.
import { day, isoDay } from '../../lib/dates';
import {
  Wrong,
  type DraftSays,
  type EditDraft,
  type HandOver,
  type Line,
  type MinutesDetail,
  type MinutesKind,
} from '../../lib/ipc/call';
import { t } from '../../lib/text/vi';
import { isAsWide, narrowed, spread, type Spread } from './spread';
import { atDesk, secret, spareEnvelope, type Desk, type Secret } from './account';

/** A line as it stands in the form. */
export type TypedLine = {
  id: string;
  kept: boolean;
  from: string;
  until: string;
  /** Of results: in which subjects and classes. */
  about: Spread | null;
};

/** What was typed; `of` is the draft as it was when the form was filled. */
export type Typed = {
  of: string;
  giver: string;
  login: string;
  grounds: string[];
  lines: TypedLine[];
  until: string;
  desk: Desk;
  by: Secret;
  serial: string;
  spare: string;
  sparePlace: string;
};

/** Whether the account has a password that somebody hands over: others have their own. */
export const handsPasswordOver = (kind: MinutesKind) => kind !== 'duties' && kind !== 'levels';

/** Whether an account goes to a unit: at a place and an hour, to somebody with a letter. */
export const hasDesk = (kind: MinutesKind) =>
  kind === 'department_to_commune' || kind === 'to_school';

/** All that a form of the draft is filled from, to tell whether it says the same later. */
export const saying = (detail: MinutesDetail, draft: DraftSays) =>
  JSON.stringify([draft, detail.login, detail.secret]);

/** Takes up what was handed over in a draft since its form was filled, where nothing else changed in
 *  it: what was typed stays. */
export function takeUpMore(typed: Typed, detail: MinutesDetail, draft: DraftSays): void {
  if (typed.of === saying(detail, draft)) return;
  const known = (id: string) => typed.lines.some((line) => line.id === id);
  const before = { ...draft, lines: draft.lines.filter(({ id }) => known(id)) };
  if (typed.of !== saying(detail, before)) return;
  typed.lines.push(...typedLines(draft).filter(({ id }) => !known(id)));
  typed.of = saying(detail, draft);
}

/** The form of a draft as it stands now. */
export function filled(detail: MinutesDetail, draft: DraftSays): Typed {
  const desk = draft.at_desk;
  return {
    of: saying(detail, draft),
    giver: draft.giver,
    login: detail.login ?? '',
    grounds: [...draft.grounds],
    lines: typedLines(draft),
    until: day(draft.valid_until),
    desk: {
      site: desk?.site ?? '',
      address: desk?.address ?? '',
      hour: (desk?.hour ?? '').slice(0, 5),
      letterUntil: day(desk?.letter_until),
      trainedOn: day(desk?.trained_on),
    },
    by: detail.secret.by,
    serial: 'serial' in detail.secret ? detail.secret.serial : '',
    spare: draft.spare_envelope?.serial ?? '',
    sparePlace: draft.spare_envelope?.place ?? '',
  };
}

const typedLines = (draft: DraftSays): TypedLine[] =>
  draft.lines.map(({ id, line }) => ({
    id,
    kept: true,
    from: day(line.from),
    until: day(line.until),
    about: line.function === 'results' ? spread(line) : null,
  }));

/** What is asked: lines, giver and place by handing over anew, the rest by editing the draft. */
export function edited(
  typed: Typed,
  { row, login, secret: as }: MinutesDetail,
  draft: DraftSays,
): [HandOver, EditDraft] {
  const custody = row.kind === 'custody';
  const until = custody ? dayOrNone(typed.until) : null;
  const changed = typed.lines.flatMap((line) => changes(line, draft));
  const anew: HandOver = {
    unit: row.unit,
    kind: row.kind,
    giver: typed.giver,
    receiver: row.receiver_id,
    year: draft.year,
    add: changed.flatMap(({ add }) => (add ? [add] : [])),
    drop: changed.map(({ drop }) => drop),
    login: null,
    grounds: [],
    secret: handsPasswordOver(row.kind) ? secret(typed) : as,
    valid_until: until,
    at_desk: hasDesk(row.kind) ? atDesk(typed.desk) : null,
    spare_envelope: custody ? spareEnvelope(typed) : null,
  };
  const renamed = typed.login.trim();
  const edit: EditDraft = {
    unit: row.unit,
    minutes: row.id,
    grounds: typed.grounds,
    login: renamed && renamed !== login ? renamed : null,
    valid_until: until,
  };
  return [anew, edit];
}

/** A line that goes, perhaps with the one that comes in its place. */
type Changed = { drop: string; add: Line | null };

/** What becomes of a line: nothing if it stays as it is. */
function changes({ id, kept, from, until, about }: TypedLine, draft: DraftSays): Changed[] {
  const known = draft.lines.find((line) => line.id === id)?.line;
  if (!known) return [];
  if (!kept) return [{ drop: id, add: null }];
  const first = isoDay(from);
  if (!first) throw new Wrong(t.badDay);
  const last = dayOrNone(until);
  const spreadOut = about ? narrowed(about) : known;
  const same = first === known.from && last === known.until && isAsWide(known, spreadOut);
  const { subjects, classes } = spreadOut;
  return same ? [] : [{ drop: id, add: { ...known, subjects, classes, from: first, until: last } }];
}

function dayOrNone(text: string): string | null {
  const iso = isoDay(text);
  if (text.trim() && !iso) throw new Wrong(t.badDay);
  return iso;
}
