// The entries of the menu in their groups and order, with their icons, and which entry a screen
// belongs to.
import {
  Building,
  CircleHelp,
  Database,
  FileText,
  House,
  Key,
  Monitor,
  Printer,
  School,
  Send,
  Settings,
  ShieldCheck,
  Table,
  Users,
  Archive,
  type Shape,
} from '../lib/icons';
import type { Screen } from '../lib/state.svelte';

/** What is done every day; who and what there is; papers and this machine. */
export const groups = [
  { id: 'daily', entries: ['home', 'board', 'import', 'road', 'minutes', 'csdl'] },
  { id: 'people', entries: ['officers', 'classes', 'units', 'rights'] },
  { id: 'papers', entries: ['documents', 'verify', 'saved', 'settings', 'help'] },
] as const;

export type Entry = (typeof groups)[number]['entries'][number];

/** All of them in their order: Ctrl and a digit opens one. */
export const entries: readonly Entry[] = groups.flatMap((group) => group.entries);

export const icons: Record<Entry, Shape> = {
  home: House,
  board: Monitor,
  import: Table,
  road: Printer,
  minutes: FileText,
  csdl: Database,
  officers: Users,
  classes: School,
  units: Building,
  rights: Key,
  documents: Archive,
  verify: ShieldCheck,
  saved: Send,
  settings: Settings,
  help: CircleHelp,
};

const above: Partial<Record<Screen['name'], Entry>> = {
  person: 'officers',
  delegate: 'officers',
  page: 'minutes',
  receipt: 'minutes',
  account: 'units',
  accounts: 'units',
};

/** The entry that stands out while a screen is open: its own, or that of the list it hangs on. */
export function entryOf(screen: Screen['name']): Entry | undefined {
  return above[screen] ?? entries.find((entry) => entry === screen);
}
