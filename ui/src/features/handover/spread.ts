// In which subjects and classes results are handed over. Nothing is wider than what was ticked: all of
// them is said, not left open.
import { Wrong, type Dim, type Line } from '../../lib/ipc/call';
import { t } from '../../lib/text/vi';

/** What was typed and ticked. */
export type Spread = {
  everySubject: boolean;
  subjects: string;
  everyClass: boolean;
  classes: string[];
};

type Width = Pick<Line, 'subjects' | 'classes'>;

export const nothing = (): Spread => ({
  everySubject: false,
  subjects: '',
  everyClass: false,
  classes: [],
});

/** As a line has it. */
export function spread({ subjects, classes }: Width): Spread {
  return {
    everySubject: subjects === 'all',
    subjects: members(subjects).join('; '),
    everyClass: classes === 'all',
    classes: members(classes),
  };
}

/** The subjects that were typed, each once. */
const typedSubjects = ({ subjects }: Spread) => {
  const each = subjects.split(/[;\n]/).map((one) => one.trim().replace(/\s+/g, ' '));
  return [...new Set(each.filter(Boolean))];
};

/** Why it cannot be handed over so. */
export function lacking(typed: Spread): string {
  const subject = typed.everySubject || typedSubjects(typed).length > 0;
  const inClass = typed.everyClass || typed.classes.length > 0;
  if (subject && inClass) return '';
  return subject ? t.spread.noClass : inClass ? t.spread.noSubject : t.spread.nothing;
}

/** As a line takes it. */
export function narrowed(typed: Spread): Width {
  const why = lacking(typed);
  if (why) throw new Wrong(why, 'BG-NHAP-008');
  return {
    subjects: typed.everySubject ? 'all' : { only: typedSubjects(typed) },
    classes: typed.everyClass ? 'all' : { only: [...typed.classes] },
  };
}

/** In words: “môn Toán; lớp 6A1, 6A2”. */
export function inWords(typed: Spread, classes: readonly (readonly [string, string])[]): string {
  const names = classes.filter(([id]) => typed.classes.includes(id)).map(([, name]) => name);
  const subjects = typedSubjects(typed).join(', ');
  return [
    typed.everySubject ? t.spread.everySubject : t.spread.subjectsAre(subjects || '…'),
    typed.everyClass ? t.spread.everyClass : t.spread.classesAre(names.join(', ') || '…'),
  ].join(', ');
}

export function isAsWide(one: Width, other: Width): boolean {
  const key = ({ subjects, classes }: Width) =>
    JSON.stringify([subjects, classes].map((of) => of === 'all' || [...members(of)].sort()));
  return key(one) === key(other);
}

const members = (of: Dim<string>): string[] => (of === 'all' ? [] : of.only);
