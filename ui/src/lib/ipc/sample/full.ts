// Whole units as they are in November, for looking at: a school with 42 people, a commune with 20
// schools, the Sở with 114 communes. What tests ask about in detail is in the small sample.
import { sample, type Answers } from '../sample';
import * as board from './full/board';
import * as handover from './full/handover';
import * as people from './full/people';
import * as units from './full/units';
import * as work from './full/work';

const school: Answers = {
  ...sample,
  home: () => work.school,
  sync_status: () => work.sync,
  decisions: () => work.held,
  officers: () => people.officers,
  person: () => people.person,
  classes: () => people.classes,
  rights: () => people.rights,
  minutes_list: () => handover.minutes,
  numbers_ahead: () => handover.ahead,
  documents: () => handover.documents,
  proposals: () => handover.proposals,
  accounts: () => units.accounts,
  csdl_tasks: () => units.tasks,
  fixed_grounds: () => units.grounds,
  trusted: () => units.trusted,
  units: () => units.alone,
  imports: () => work.imports,
  check_import: () => work.table,
};
const commune: Answers = {
  ...school,
  home: () => work.commune,
  proposals: () => [],
  units: () => units.ofCommune,
  board: () => board.ofSchools,
};
const department: Answers = {
  ...commune,
  home: () => work.department,
  board: () => board.ofDepartment,
  accounts_offer: () => board.offered,
};

/** Who looks: what the program answers in each of the three kinds of units. */
export const full = { school, commune, department } as const;
export type Looker = keyof typeof full;
