// How much waits behind each entry of the menu.
import type { Home, SyncStatus, TaskKind } from '../lib/ipc/call';
import type { Entry } from './entries';

/** Where tasks of a kind are done. */
const placeOf: Record<TaskKind, Entry> = {
  receive_account: 'home',
  scan_missing: 'road',
  scan_open: 'road',
  sign: 'road',
  take_back_paper: 'road',
  print: 'road',
  give_number: 'road',
  prepare_again: 'minutes',
  confirm_recording: 'minutes',
  seal_digitally: 'minutes',
  objection: 'minutes',
  class_without_minutes: 'classes',
  class_without_teacher: 'classes',
  class_needs_stand_in: 'classes',
  leaver_holds_rights: 'officers',
  leader_without_minutes: 'officers',
  on_csdl: 'csdl',
  unit_without_account: 'units',
};

/** What can be done now, by where it is done; all of it at home; and what goes to the server. */
export function counts(home: Home, status: SyncStatus | null): Partial<Record<Entry, number>> {
  const found: Partial<Record<Entry, number>> = { home: 0 };
  const add = (place: Entry, count: number) => (found[place] = (found[place] ?? 0) + count);
  for (const { kind, count } of home.groups) {
    add('home', count);
    if (placeOf[kind] !== 'home') add(placeOf[kind], count);
  }
  if (status?.enrolled) found.saved = status.returned + status.waiting;
  return found;
}

/** The entries behind which something is late or came back. */
export function urgent(home: Home, status: SyncStatus | null, now: string): Set<Entry> {
  const late = home.groups.filter(({ due }) => due !== null && due < now);
  const places = late.flatMap(({ kind }): Entry[] => [placeOf[kind], 'home']);
  return new Set([...places, ...(status?.returned ? (['saved'] as const) : [])]);
}
