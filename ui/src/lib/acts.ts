// A line of the log: what was done, to what, and with whom.
import type { ActRow } from './ipc/call';
import { actName, t } from './text/vi';

/** `Ghi nhận đã ký: biên bản 12 – Nguyễn Thị Hoa`. */
export function whatWasDone({ kind, about }: Pick<ActRow, 'kind' | 'about'>): string {
  const object = [
    about.number === null ? '' : `${t.saved.minutesNumbered} ${String(about.number)}`,
    about.class === null ? '' : `${t.saved.classNamed} ${about.class}`,
  ].filter(Boolean);
  const matter = [...object, about.name ?? ''].filter(Boolean).join(' – ');
  const more = about.more ? ` ${t.saved.andMore(about.more)}` : '';
  const done = actName[kind] ?? kind;
  return matter ? `${done}: ${matter}${more}` : done;
}
