// Every screen, with the sample it shows: for its tests and for its pictures (`ui/visual`). A screen
// that is missing here does not compile.
import { LONG_NAME } from '../ipc/fake';
import type { Looker } from '../ipc/sample/full';
import { UNIT } from '../ipc/sample/names';
import type { Screen } from '../state.svelte';
import { t } from '../text/vi';

type Name = Screen['name'];

/** How a screen is opened, and what stands on it once its data are there. */
export type Case<N extends Name = Name> = {
  /** What the screen is about, if it is about something. */
  about?: Omit<Extract<Screen, { name: N }>, 'name'>;
  /** The command that brings what the screen shows; none where the frame brings it. */
  command?: string;
  shows: string | RegExp;
  empty?: string;
  /** Who looks at it on its picture; a school where nothing is said. */
  looker?: Looker;
};

const cases: { [N in Name]: Case<N> } = {
  home: { shows: t.home.waits },
  officers: { command: 'officers', shows: LONG_NAME, empty: t.officers.empty },
  person: { about: { unit: UNIT, officer: 'o1' }, command: 'person', shows: LONG_NAME },
  classes: { command: 'classes', shows: LONG_NAME, empty: t.classes.empty },
  delegate: { about: { officer: 'o1' }, command: 'offer', shows: new RegExp(LONG_NAME) },
  account: {
    about: { unit: 'u2' },
    command: 'account_offer',
    shows: /Hoa Sen/,
    looker: 'commune',
  },
  accounts: { command: 'accounts_offer', shows: LONG_NAME, looker: 'department' },
  board: { command: 'board', shows: /Nguyễn Bỉnh Khiêm/, looker: 'department' },
  minutes: { command: 'minutes_list', shows: LONG_NAME, empty: t.minutes.empty },
  page: { about: { unit: UNIT, minutes: 'm1' }, command: 'minutes_detail', shows: LONG_NAME },
  receipt: {
    about: { unit: UNIT, minutes: 'm1' },
    command: 'minutes_detail',
    shows: t.receipt.title,
  },
  rights: { command: 'rights', shows: LONG_NAME, empty: t.rights.empty },
  units: { command: 'units', shows: /Hoa Sen/, looker: 'commune' },
  documents: { command: 'documents', shows: /45\/QĐ-THCSĐG/, empty: t.documents.empty },
  csdl: { command: 'csdl_tasks', shows: 'gv.duong', empty: t.csdl.empty },
  verify: { command: 'trusted', shows: /Ban Cơ yếu/, empty: t.verify.trustedEmpty },
  import: { command: 'imports', shows: /can bo.xlsx/ },
  road: { about: { stop: 'printed' }, command: 'minutes_list', shows: LONG_NAME },
  settings: { command: 'has_pin', shows: t.settings.pinNew },
  saved: { command: 'sync_status', shows: /Thêm lớp/ },
  help: { command: 'error_catalogue', shows: 'BG-DB-001' },
};

/** Every screen, ready to be opened. */
export const screens = Object.entries(cases).map(([name, { about, ...of }]: [string, Case]) => ({
  ...of,
  screen: { name, ...about } as Screen,
}));
