// Whose minutes are, in every list of them: the receiver, told apart from others of the name, and the
// unit where there are several.
import type { MinutesRow } from '../../ipc/call';
import { callers } from '../../namesakes';
import { shortUnit, t } from '../../text/vi';
import type { Column } from '../table/columns';

/** Of whom minutes are said to be. */
export type Named = Pick<MinutesRow, 'unit' | 'receiver' | 'receiver_code'>;

/** What minutes of one list call their receivers. */
export const called = <T extends Named>(rows: readonly T[]): ((row: T) => string) =>
  callers(rows, ({ receiver, receiver_code, unit }) => ({
    name: receiver,
    code: receiver_code,
    unit,
  }));

/** The first columns of a list; where all lie in one file, nobody has to read whose it is. */
export const whose = (rows: readonly MinutesRow[], oneUnit: boolean): Column<MinutesRow>[] => [
  {
    key: 'receiver',
    title: t.minutes.receiver,
    of: (m) => m.receiver,
    text: called(rows),
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
