// The sample: what is to be done.
import type { Home } from '../bindings';
import { LONG_NAME, UNIT } from './names';

export const home: Home = {
  unit: UNIT,
  unit_name: 'Trường Trung học cơ sở Đằng Giang',
  unit_kind: 'school',
  teaches: true,
  school_year: 2026,
  years: [2026],
  person: 'Phạm Thị Trang',
  demo: true,
  enrolled: true,
  alone: false,
  funnel: { people: 42, signed: 30, printed: 7, not_made: 5 },
  receipts: [],
  tasks: [
    {
      kind: 'scan_missing',
      about: LONG_NAME,
      due: '2026-11-16T01:00:00Z',
      minutes: 'm1',
      class: null,
      officer: null,
      csdl: null,
      unit: null,
    },
    {
      kind: 'class_without_minutes',
      about: `6A2 – ${LONG_NAME}`,
      due: null,
      minutes: null,
      class: 'c1',
      officer: 'o1',
      csdl: null,
      unit: null,
    },
    {
      kind: 'unit_without_account',
      about: 'Trường Mầm non Hoa Sen',
      due: null,
      minutes: null,
      class: null,
      officer: null,
      csdl: null,
      unit: 'u2',
    },
  ],
};
