// Every Vietnamese sentence of the screens, by feature.
import { batch } from './vi/batch';
import { board } from './vi/board';
import { door } from './vi/door';
import { handover } from './vi/handover';
import { help } from './vi/help';
import { home } from './vi/home';
import { importing } from './vi/import';
import { parts } from './vi/parts';
import { people } from './vi/people';
import { rights } from './vi/rights';
import { road } from './vi/road';
import { saved } from './vi/saved';
import { shell } from './vi/shell';
import { table } from './vi/table';
import { units } from './vi/units';
import { verify } from './vi/verify';

export const t = {
  ...shell,
  ...parts,
  ...table,
  ...batch,
  ...help,
  ...door,
  ...home,
  ...people,
  ...handover,
  ...rights,
  ...board,
  ...units,
  ...importing,
  ...road,
  ...verify,
  ...saved,
} as const;

export { stopAct, stopCounts, stopName } from './vi/batch';
export { areaName, boardStateName, boardStateSign, ofDepartment } from './vi/board';
export { communeByName, symbolOf } from './vi/door';
export {
  functionName,
  happenedName,
  happenedSaid,
  kindName,
  partyName,
  rightName,
  routeName,
  secretName,
  stateName,
  whyNot,
} from './vi/handover';
export { screenHelp } from './vi/help';
export { taskAct, taskName, waitsFor, whyProposed } from './vi/home';
export {
  dateOrderName,
  importKindName,
  leftOutRows,
  skippedName,
  someNames,
  unusedName,
} from './vi/import';
export { partName, roleName } from './vi/people';
export { actName, checkName, savedName } from './vi/saved';
export { foundName, navName } from './vi/shell';
export {
  accountKindName,
  actionName,
  differenceName,
  documentKindName,
  documentTitle,
  headPosition,
  levelName,
  numberingName,
  overName,
  paperName,
  shortUnit,
  systemName,
  unitKindName,
} from './vi/units';
export { cameAfter, setName, signedField, trustedName } from './vi/verify';
