// Whose minutes are, in every list of them: the receiver, and the unit where there are several.
import type { MinutesRow } from '../../ipc/call';
import { shortUnit, t } from '../../text/vi';
import type { Column } from '../table/columns';

/** The first columns; where all lie in one file, nobody has to read whose it is. */
export const whose = (oneUnit: boolean): Column<MinutesRow>[] => [
  {
    key: 'receiver',
    title: t.minutes.receiver,
    of: (m) => m.receiver,
    kind: 'person',
    weight: 11,
    wrap: true,
  },
  {
    key: 'unit',
    title: t.minutes.unit,
    of: (m) => m.unit_name,
    short: (m) => shortUnit(m.unit_name),
    few: true,
    weight: 11,
    wrap: true,
    hidden: oneUnit,
  },
];
