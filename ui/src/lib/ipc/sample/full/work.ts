// What is to be done, in a school, in a commune and at the Sở; what was done, and the lists that were
// imported.
import type {
  ActRow,
  Checked,
  Decisions,
  Home,
  ImportRow,
  SyncStatus,
  TaskView,
} from '../../bindings';
import { home } from '../home';
import { checked, imported, wrongClass } from '../import';
import { UNIT } from '../names';
import { decisions, status } from '../saved';
import { minutes } from './handover';
import { officers } from './people';
import { ofDepartment, ofSchools } from './board';

const task: TaskView = {
  kind: 'scan_missing',
  about: '',
  due: null,
  minutes: null,
  class: null,
  officer: null,
  csdl: null,
  unit: null,
};
const scans = minutes.filter(({ stops }) => stops.includes('scan'));
const numbers = minutes.filter(({ stops }) => stops.includes('number'));
const due = '2026-11-11T01:00:00Z';

export const school: Home = {
  ...home,
  path: home.path.map((station) => {
    const { stop } = station;
    const count = minutes.filter(({ stops }) => stops.includes(stop)).length;
    if (stop === 'list' || stop === 'csdl') return station;
    return { ...station, count, due: stop === 'scan' ? due : null };
  }),
  groups: [
    { kind: 'scan_missing', count: scans.length, due },
    { kind: 'leaver_holds_rights', count: 1, due: '2026-11-12T01:00:00Z' },
    { kind: 'sign', count: 8, due: null },
    { kind: 'print', count: 3, due: null },
    { kind: 'class_without_minutes', count: 2, due: null },
    { kind: 'class_without_teacher', count: 1, due: null },
    { kind: 'on_csdl', count: 8, due: null },
  ],
  waits: [
    { kind: 'give_number', count: numbers.length, due: null, whom: 'clerk', name: '' },
    { kind: 'confirm_recording', count: 3, due, whom: 'head', name: 'Phạm Thị Trang' },
  ],
  tasks: [
    ...scans.map(({ id, receiver, scan_due }) => ({
      ...task,
      about: receiver,
      due: scan_due,
      minutes: id,
      unit: UNIT,
    })),
    { ...task, kind: 'leaver_holds_rights', about: 'Đỗ Thị Toàn', officer: 'o40' },
    ...[40, 41].map((n): TaskView => ({
      ...task,
      kind: 'class_without_minutes',
      about: `9A${n - 38} – ${officers[n]?.name ?? ''}`,
      class: `c${n}`,
      officer: `o${n + 1}`,
    })),
    { ...task, kind: 'class_without_teacher', about: '9A2', class: 'c14' },
  ],
};

/** Where nobody teaches: units below instead of classes. */
export const commune: Home = {
  ...school,
  unit_name: 'UBND Phường Lê Chân',
  unit_kind: 'commune',
  teaches: false,
  person: 'Vũ Thị Hương',
  demo: false,
  funnel: { people: 20, signed: 11, printed: 4, drafted: 1, not_made: 4 },
  path: [4, 1, 4, 11, 2, 6, 5].map((count, n) => ({
    ...home.path[n]!,
    count,
    due: n === 5 ? due : null,
  })),
  groups: [
    { kind: 'unit_without_account', count: 4, due: null },
    { kind: 'scan_missing', count: 6, due },
    { kind: 'give_number', count: 2, due: null },
  ],
  waits: [],
  tasks: ofSchools.rows
    .filter(({ received }) => !received)
    .map(({ id, name }) => ({ ...task, kind: 'unit_without_account', about: name, unit: id })),
};

export const department: Home = {
  ...commune,
  unit_name: 'Sở Giáo dục và Đào tạo Hải Phòng',
  unit_kind: 'department',
  person: 'Bùi Văn Kiệm',
  funnel: { people: 114, signed: 76, printed: 21, drafted: 9, not_made: 8 },
  path: [8, 9, 21, 76, 12, 34, 17].map((count, n) => ({
    ...home.path[n]!,
    count,
    due: n === 5 ? due : null,
  })),
  groups: [
    { kind: 'unit_without_account', count: 8, due: null },
    { kind: 'scan_missing', count: 34, due },
    { kind: 'give_number', count: 12, due: null },
    { kind: 'scan_open', count: 3, due: null },
  ],
  tasks: ofDepartment.rows
    .filter(({ received }) => !received)
    .map(({ id, name }) => ({ ...task, kind: 'unit_without_account', about: name, unit: id })),
};

const kinds = [
  'hand_over.v1',
  'record_signing.v1',
  'freeze_minutes.v1',
  'give_number.v2',
  'attach_scan.v1',
  'edit_officer.v1',
];
const standings: ActRow['state'][] = ['here', 'waiting', 'waiting', 'received'];
const acts: ActRow[] = Array.from({ length: 28 }, (_, n) => {
  const of = minutes[n];
  const at = `2026-11-09T0${Math.max(0, 3 - Math.floor(n / 9))}:${String(58 - ((n * 7) % 55)).padStart(2, '0')}:00Z`;
  const state = standings[Math.min(n, 3)] ?? 'received';
  return {
    op: `op${n + 10}`,
    kind: kinds[n % kinds.length] ?? '',
    about: { number: null, class: null, name: of?.receiver ?? null, more: n % 8 === 5 ? 4 : 0 },
    at,
    received_at: state === 'received' ? at : null,
    state,
    undoable: state === 'here',
    reason: null,
    number: null,
    minutes: [UNIT, of?.id ?? '', of?.receiver ?? ''],
  };
});
export const sync: SyncStatus = { ...status, waiting: 3, acts: [...status.acts.slice(1), ...acts] };

export const held: Decisions = decisions;

const files: [ImportRow['kind'], string, number, number][] = [
  ['assignments', 'Phan cong chuyen mon HK1 2026-2027.xlsx', 40, 0],
  ['officers', 'can bo.xlsx', 42, 3],
  ['classes', 'Danh sách lớp năm học 2026 - 2027 (bản chính thức, đã duyệt).xlsx', 16, 0],
  ['officers', 'danh sach bo sung.xls', 2, 1],
];
export const imports: ImportRow[] = files.map(([kind, name, added, edited], n) => ({
  ...imported,
  id: `i${n + 1}`,
  kind,
  name,
  added,
  edited,
  undone_at: n === 3 ? '2026-09-08T03:00:00Z' : null,
}));

/** A sheet of 42 rows of which three wait for somebody. */
export const table: Checked = {
  ...checked,
  added: 39,
  wrong: 3,
  drafts: 39,
  fields: [...checked.fields, ['code', 'Mã cán bộ']],
  new_people: officers.slice(0, 39).map(({ name }) => name),
  rows: officers.map(({ name, code, classes }, n) => {
    const wrong = n % 17 === 4;
    return {
      row: n + 6,
      outcome: wrong ? 'wrong' : 'add',
      cells: [
        ['name', name],
        ['homeroom', wrong ? '6Z9' : (classes[0] ?? '')],
        ['code', code],
      ],
      problems: wrong
        ? [
            {
              field: 'homeroom',
              column: 'Chủ nhiệm',
              failure: wrongClass,
              proposal: '6A4',
              stops: true,
              orders: [],
            },
          ]
        : [],
      page: !wrong,
    };
  }),
};
