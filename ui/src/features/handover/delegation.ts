// What is handed over to one person: what was typed for it, and the lines of the minutes it makes.
import { day, isoDay } from '../../lib/dates';
import {
  Wrong,
  type DocumentRow,
  type DraftSays,
  type Function,
  type HandOver,
  type Line,
  type Offer,
  type SchoolLevel,
} from '../../lib/ipc/call';
import { inWords, narrowed, nothing, type Spread } from './spread';
import { functionName, levelName, t } from '../../lib/text/vi';

/** What was typed, from the first step to the last. */
export type Typed = {
  filled: boolean;
  step: number;
  classes: string[];
  functions: Function[];
  /** In which subjects and classes, where results are among the functions. */
  results: Spread;
  levels: SchoolLevel[];
  from: string;
  until: string;
  ground: string;
  giver: string;
  login: string;
};

export function fresh(): Typed {
  return {
    filled: false,
    step: 0,
    classes: [],
    functions: [],
    results: nothing(),
    levels: [],
    from: '',
    until: '',
    ground: '',
    giver: '',
    login: '',
  };
}

/** Proposes what is usual: every class that can be given, and what whoever had them before had, for as
 *  long as rights may last. */
export function fillIn(typed: Typed, offer: Offer, papers: DocumentRow[]): void {
  typed.filled = true;
  typed.classes = offer.classes.filter((c) => !c.why_not).map((c) => c.id);
  typed.functions = [...offer.before];
  typed.from = day(offer.from);
  typed.until = day(offer.until);
  typed.giver = offer.givers.head;
  typed.login = offer.login ?? '';
  typed.ground = papers.find((paper) => paper.kind === 'assignment')?.id ?? '';
}

/** The classes of the year: which, and their names. */
export const classesOf = (offer: Offer) => offer.classes.map(({ id, name }) => [id, name] as const);

/** The names of what is given. */
export function added(typed: Typed, offer: Offer): string[] {
  return [
    ...offer.classes.filter((c) => typed.classes.includes(c.id)).map((c) => c.name),
    ...typed.functions.map((name) =>
      name === 'results'
        ? `${functionName[name]} (${inWords(typed.results, classesOf(offer))})`
        : functionName[name],
    ),
    ...typed.levels.map((level) => levelName[level]),
  ];
}

/** What is asked of the program. */
export function handOver(
  typed: Typed,
  offer: Offer,
  unit: string,
  draft?: DraftSays | null,
): HandOver {
  if (draft) {
    // Who gives, by what and with which login is said by the draft already.
    return { ...asked(typed, offer, unit), giver: draft.giver, login: null, grounds: [] };
  }
  return asked(typed, offer, unit);
}

function asked(typed: Typed, offer: Offer, unit: string): HandOver {
  return {
    unit,
    kind: offer.kind,
    giver: typed.giver,
    receiver: offer.officer,
    year: offer.year,
    add: lines(typed, offer),
    drop: [],
    login: typed.login || null,
    grounds: typed.ground ? [typed.ground] : [],
    secret: { by: 'personal' },
    valid_until: null,
    at_desk: null,
    spare_envelope: null,
  };
}

function lines(typed: Typed, offer: Offer): Line[] {
  const [from, until] = [isoDay(typed.from), isoDay(typed.until)];
  if (!from || !until) throw new Wrong(t.badDay);
  const offered = [
    ...typed.classes.map((id) => offer.classes.find((c) => c.id === id)),
    ...typed.functions.map((name) => {
      const of = offer.functions.find((f) => f.function === name);
      const isResults = of && name === 'results';
      return isResults ? { line: { ...of.line, ...narrowed(typed.results) } } : of;
    }),
    ...typed.levels.map((level) => offer.levels.find((l) => l.level === level)),
  ];
  // A class is given for as long as its teacher has it, whatever is typed for the others.
  const last = ({ until: of }: Line) => (of && of < until ? of : until);
  return offered.flatMap((choice) =>
    choice ? [{ ...choice.line, from, until: last(choice.line) }] : [],
  );
}
