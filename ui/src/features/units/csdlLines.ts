// The work list on the Hệ thống CSDL, one line a person.
import { day } from '../../lib/dates';
import type { CsdlRow } from '../../lib/ipc/call';
import { actionName, differenceName, overName, t } from '../../lib/text/vi';

/** What is to be done with one account. */
export type Line = {
  id: string;
  login: string;
  person: string;
  /** The person's code, where the register knows the person. */
  code: string;
  /** The unit in whose list it stands, as an id and by name. */
  unit: string;
  unitName: string;
  /** By which minutes, or what a comparison found. */
  by: string;
  tasks: CsdlRow[];
};

const over = (task: CsdlRow) => task.done !== null || task.over !== null;

/** Whether a line is still to be done, and here: what another unit gave it does itself. */
export const isOpen = (line: Line) =>
  line.tasks.some((task) => !over(task) && task.waits_for === null);

/** Lines of tasks: what is open of one account together, what is over by itself. */
export function byPerson(tasks: CsdlRow[]): Line[] {
  const lines: Line[] = [];
  const open = new Map<string, Line>();
  for (const task of tasks) {
    const by = task.difference ? differenceName[task.difference] : task.minutes;
    const key = [
      task.login.toLowerCase(),
      task.person,
      task.person_code,
      task.unit,
      task.waits_for,
    ].join('/');
    const known = over(task) ? undefined : open.get(key);
    if (known) {
      known.tasks.push(task);
      if (by && !known.by.split(', ').includes(by)) known.by = [known.by, by].join(', ');
      continue;
    }
    const { id, login, person, person_code: code, unit, unit_name: unitName } = task;
    const line = { id, login, person, code, unit, unitName, by, tasks: [task] };
    lines.push(line);
    if (!over(task)) open.set(key, line);
  }
  return lines;
}

/** What is to be done there: each act once, with what it is done to. */
function acts(line: Line): [act: string, rights: string[]][] {
  const acts = new Map<string, string[]>();
  for (const { action, right } of line.tasks) {
    const rights = acts.get(actionName[action]) ?? [];
    if (right && !rights.includes(right)) rights.push(right);
    acts.set(actionName[action], rights);
  }
  return [...acts];
}

/** What is to be done there, in one text. */
export function what(line: Line): string {
  return acts(line)
    .map(([act, rights]) => [act, rights.join('; ')].filter(Boolean).join(': '))
    .join('; ');
}

/** The same as it is read: every right on a line of its own, so that none is overlooked. */
export function whatInLines(line: Line): string {
  return acts(line)
    .flatMap(([act, rights]) =>
      rights.length > 1
        ? [`${act}:`, ...rights.map((right) => `– ${right}`)]
        : [[act, ...rights].join(': ')],
    )
    .join('\n');
}

/** The same for the clipboard. */
export function copied(line: Line): string {
  const who = [line.login, line.person].filter(Boolean).join(' – ');
  const done = acts(line).flatMap(([act, rights]) =>
    rights.length ? rights.map((right) => `- ${act}: ${right}`) : [`- ${act}`],
  );
  return [who, ...done].join('\n');
}

/** Lines by the unit in whose list they stand: each is ticked there. */
export function byUnit(lines: Line[]): Map<string, string[]> {
  const units = new Map<string, string[]>();
  for (const line of lines) {
    const ids = line.tasks.map((task) => task.id);
    units.set(line.unit, [...(units.get(line.unit) ?? []), ...ids]);
  }
  return units;
}

/** Why and by whom a line is over, or who does it; empty while it is to be done here. */
export function endOf(line: Line): string {
  const [first] = line.tasks;
  return first && !isOpen(line) ? ended(first) : '';
}

function ended(task: CsdlRow): string {
  const by = task.done ? t.csdl.did(day(task.done[1]), task.done[0]) : '';
  const waits = task.waits_for && !over(task) ? t.csdl.waitsFor(task.waits_for) : '';
  const why = task.over ? overName[task.over] : waits;
  return [why, by].filter(Boolean).join(' · ');
}
