// The work list on the Hệ thống CSDL, one line a person.
import { day } from '../../lib/dates';
import type { CsdlRow } from '../../lib/ipc/call';
import { actionName, differenceName, overName } from '../../lib/text/vi';

/** What is to be done with one account. */
export type Line = {
  id: string;
  login: string;
  person: string;
  /** By which minutes, or what a comparison found. */
  by: string;
  tasks: CsdlRow[];
};

const over = (task: CsdlRow) => task.done !== null || task.over !== null;

/** Whether a line is still to be done. */
export const isOpen = (line: Line) => line.tasks.some((task) => !over(task));

/** Lines of tasks: what is open of one account together, what is over by itself. */
export function byPerson(tasks: CsdlRow[]): Line[] {
  const lines: Line[] = [];
  const open = new Map<string, Line>();
  for (const task of tasks) {
    const by = task.difference ? differenceName[task.difference] : task.check_code;
    const key = `${task.login.toLowerCase()}/${task.person}`;
    const known = over(task) ? undefined : open.get(key);
    if (known) {
      known.tasks.push(task);
      if (by && !known.by.split(', ').includes(by)) known.by = [known.by, by].join(', ');
      continue;
    }
    const line = { id: task.id, login: task.login, person: task.person, by, tasks: [task] };
    lines.push(line);
    if (!over(task)) open.set(key, line);
  }
  return lines;
}

/** What is to be done there, in one text. */
export function what(line: Line): string {
  const said = line.tasks.map(({ action, right }) =>
    [actionName[action], right].filter(Boolean).join(': '),
  );
  return [...new Set(said)].join('; ');
}

/** The same for the clipboard. */
export function copied(line: Line): string {
  const who = [line.login, line.person].filter(Boolean).join(' – ');
  const acts = what(line).split('; ');
  return [who, ...acts.map((act) => `- ${act}`)].join('\n');
}

/** Why and by whom a line is over; empty while it is to be done. */
export function endOf(line: Line): string {
  const [first] = line.tasks;
  return first && !isOpen(line) ? ended(first) : '';
}

function ended(task: CsdlRow): string {
  const by = task.done ? `${task.done[0]}, ${day(task.done[1])}` : '';
  const why = task.over ? overName[task.over] : '';
  return [why, by].filter(Boolean).join(' · ');
}
