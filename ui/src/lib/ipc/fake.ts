// The program, pretended: for looking at screens in a browser and for testing them. Answers are by command name.
import { mockConvertFileSrc, mockIPC } from '@tauri-apps/api/mocks';
import type {
  AccountOffer,
  AccountRow,
  BookInfo,
  Checked,
  ClassRow,
  CsdlRow,
  DocumentRow,
  Failure,
  FileVerdict,
  Found,
  Home,
  ImportRow,
  Looked,
  MinutesDetail,
  MinutesRow,
  Offer,
  OfficerRow,
  Person,
  RightRow,
  SyncStatus,
  UnitRow,
} from './bindings';

export type Answers = Record<string, (args: Record<string, unknown>) => unknown>;

/** The longest and most marked name that a screen has to bear. */
export const LONG_NAME = 'NGUYỄN THỊ THUỲ DƯƠNG – Ấp Ỷ Ẵ';
const UNIT = '00000000-0000-7000-8000-000000000001';
const DAY = '2026-11-09';
const AT = '2026-11-09T01:00:00Z';

const home: Home = {
  unit: UNIT,
  unit_name: 'Trường Trung học cơ sở Đằng Giang',
  unit_kind: 'school',
  teaches: true,
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
const officer: OfficerRow = {
  id: 'o1',
  name: LONG_NAME,
  folded: 'nguyen thi thuy duong – ap y a gv01',
  code: 'GV01',
  position: 'Giáo viên',
  duty: null,
  role: 'member',
  appointment: 'a1',
  prepares: false,
  id_number: '*********234',
  born_on: '1985-02-28',
  phone: '0912345678',
  login: 'gv.duong',
  classes: ['6A2'],
  rights: 1,
  custodian: false,
};
const schoolClass: ClassRow = {
  id: 'c1',
  name: '6A2',
  learners: 43,
  teacher: 'o1',
  teacher_name: LONG_NAME,
  in_force: false,
};
const paper: DocumentRow = {
  id: 'd1',
  kind: 'assignment',
  title: 'Quyết định',
  number: '45/QĐ-THCSĐG',
  date: '2026-08-28',
  subject: 'phân công nhiệm vụ năm học 2026 - 2027',
};
const minutesRow: MinutesRow = {
  id: 'm1',
  unit: UNIT,
  kind: 'duties',
  state: 'awaiting_signatures',
  receiver: LONG_NAME,
  receiver_id: 'o1',
  giver: 'Phạm Thị Trang',
  scope: 'Quản lý lớp chủ nhiệm (6A2): xem, nhập, sửa',
  number: null,
  check_code: '7K2M9QXA',
  pages: 2,
  signed_on: null,
  recorded_at: null,
  opened_at: null,
  in_force: false,
  scanned: false,
  archived_at: null,
  scan_due: null,
  head_must_confirm: false,
  numbering: 'own_series',
  ended_reason: null,
  saved: 'waiting',
  lawful_copy: false,
  route: 'digital',
  receipt: null,
};
const minutesDetail: MinutesDetail = {
  row: minutesRow,
  lines: [minutesRow.scope],
  grounds: ['Quyết định 45/QĐ-THCSĐG'],
  replaces: null,
  secret: { by: 'personal' },
  login: 'gv.duong',
  route_open: false,
  signatures: 1,
  places: [
    {
      party: 'giver',
      name: 'Phạm Thị Trang',
      signed: { signer: 'Phạm Thị Trang', at: AT },
      next: false,
      waits_for_number: false,
    },
    { party: 'receiver', name: LONG_NAME, signed: null, next: true, waits_for_number: false },
    {
      party: 'organisation',
      name: 'Trường Trung học cơ sở Đằng Giang',
      signed: null,
      next: false,
      waits_for_number: true,
    },
  ],
};
const right: RightRow = {
  id: 'r1',
  officer: 'o1',
  name: LONG_NAME,
  right: 'Thư viện: xem, nhập, sửa',
  from: DAY,
  until: '2027-08-31',
  in_force_at: AT,
  opened_at: null,
  closed_at: null,
  minutes: '07/BB-THCSĐG',
  alone: false,
};
const givers = { head: 'h1', all: [['h1', 'Phạm Thị Trang']] as [string, string][] };
const offer: Offer = {
  officer: 'o1',
  name: LONG_NAME,
  kind: 'duties',
  login: null,
  classes: [
    { id: 'c1', name: '6A2', rights: ['view', 'enter', 'edit'], why_not: null },
    {
      id: 'c2',
      name: '6A3',
      rights: ['view', 'enter', 'edit'],
      why_not: { why: 'other_teacher', name: 'Trần Thị Lan' },
    },
  ],
  functions: [
    { function: 'library', rights: ['view', 'enter', 'edit'], sensitive: false, why_not: null },
    {
      function: 'health',
      rights: ['view', 'enter', 'edit'],
      sensitive: true,
      why_not: { why: 'held' },
    },
  ],
  levels: [],
  holds: [],
  givers,
  until: '2027-08-31',
  from: DAY,
};
const accountOffer: AccountOffer = {
  unit: 'u2',
  unit_name: 'Trường Mầm non Hoa Sen',
  kind: 'to_school',
  giver_unit: 'UBND Phường Lê Chân',
  givers,
  receivers: [['h2', LONG_NAME, 'Hiệu trưởng']],
  login: 'hoasen.quantri',
  custodian: null,
  documents: [paper],
};
const person: Person = {
  id: 'o1',
  name: LONG_NAME,
  code: 'GV01',
  sex: 'female',
  born_on: '1985-02-28',
  id_number: '*********234',
  phone: '0912 345 678',
  login: 'gv.duong',
  leads: false,
  custodian: false,
  posts: [
    {
      id: 'a1',
      role: 'member',
      position: 'Giáo viên',
      duty: null,
      prepares: false,
      from: '2020-09-01',
      until: null,
      document: null,
      now: true,
    },
  ],
  rights: [
    {
      id: 'r1',
      right: right.right,
      from: DAY,
      until: '2027-08-31',
      in_force: true,
      opened_at: null,
      stopped: false,
    },
  ],
  minutes: [{ id: 'm1', kind: 'duties', state: 'issued', code: '07/BB-THCSĐG', drafted_at: AT }],
};
const unit: UnitRow = {
  id: UNIT,
  kind: 'school',
  name: 'Trường Trung học cơ sở Đằng Giang',
  code: '31000701',
  parent_id: 'u0',
  parent: 'UBND Phường Lê Chân',
  parent_confirmed: true,
  head: 'Phạm Thị Trang',
  received: true,
  signed: 30,
  people: 42,
  letterhead: { superior: 'UBND PHƯỜNG LÊ CHÂN', symbol: 'THCSĐG', place: 'Phường Lê Chân' },
  numbering: 'own_series',
  route: 'paper',
};
const csdl: CsdlRow = {
  id: 't1',
  login: 'gv.duong',
  action: 'open',
  right: right.right,
  check_code: '7K2M9QXA',
  done: null,
};
const account: AccountRow = {
  id: 'ac1',
  system: { name: 'csdl' },
  address: 'truong.haiphong.edu.vn',
  login: 'danggiang.quantri',
  kind: 'admin',
  holder: null,
  closed_on: null,
};
const status: SyncStatus = {
  enrolled: true,
  server: 'http://127.0.0.1:8470',
  sending: false,
  reachable: true,
  waiting: 3,
  returned: 1,
  last_contact: AT,
  last_backup: null,
  acts: [
    {
      op: 'op1',
      kind: 'hand_over.v1',
      at: AT,
      received_at: null,
      state: 'waiting',
      undoable: true,
      reason: null,
      number: null,
      minutes: null,
    },
    {
      op: 'op2',
      kind: 'add_class.v1',
      at: AT,
      received_at: AT,
      state: 'returned',
      undoable: false,
      reason: '6A2 đã có trong sổ. Hãy mở bản đã có hoặc nhập giá trị khác.',
      number: 'BG-NHAP-006',
      minutes: [UNIT, 'm1', LONG_NAME],
    },
  ],
};
const verdict: FileVerdict = {
  passes: false,
  problem: null,
  blank: ['minutes_receiver'],
  signatures: [
    {
      field: 'minutes_giver',
      signer: LONG_NAME,
      organisation: 'Trường THCS Đằng Giang',
      issuer: 'Ban Cơ yếu Chính phủ',
      claimed_at: AT,
      proven_at: null,
      stamp: false,
      whole: false,
      holds: false,
      root: 'government',
      after: [
        { what: 'signed', field: 'minutes_receiver', text: null },
        { what: 'filled', field: 'minutes_number_1', text: '07' },
      ],
      // Two authorities may be unknown at once: the signer's and the time stamp's.
      problems: [
        {
          number: 'BG-KYSO-007',
          code: 'changed_after_signing',
          sentence: `Sau khi ${LONG_NAME} ký, tệp bị sửa hoặc thêm phần khác ngoài chữ ký. Không dùng tệp này.`,
        },
        {
          number: 'BG-KYSO-007',
          code: 'changed_after_signing',
          sentence: `Sau khi ${LONG_NAME} ký, tệp bị sửa hoặc thêm phần khác ngoài chữ ký. Không dùng tệp này.`,
        },
      ],
      notes: [
        {
          number: 'BG-KYSO-014',
          code: 'time_not_checked',
          sentence: 'Giờ ký là giờ máy của người ký, chưa có dấu thời gian chứng minh.',
        },
      ],
    },
  ],
};
const found: Found = {
  kind: 'officer',
  id: 'o1',
  unit: UNIT,
  name: LONG_NAME,
  hint: 'GV01 · Trường Trung học cơ sở Đằng Giang',
};

const book: BookInfo = {
  name: 'phan cong.xlsx',
  sheets: [{ name: 'Phân công', rows: 44, hidden: false }],
  kind: 'assignments',
};
const looked: Looked = {
  sheet: 0,
  header: 5,
  header_rows: 1,
  rows: 3,
  left_out: [
    [1, 'title'],
    [9, 'closing'],
  ],
  hidden: [7],
  converted: { font: 'tcvn3', before: 'NguyÔn ThÞ', after: 'Nguyễn Thị' },
  date_order: 'day_month',
  date_doubt: null,
  complete: true,
  columns: [
    { place: 0, title: 'Họ và tên', field: 'name', samples: [LONG_NAME] },
    { place: 1, title: 'Chủ nhiệm', field: 'homeroom', samples: ['6A2'] },
  ],
  fields: [
    ['name', 'Họ và tên'],
    ['homeroom', 'Chủ nhiệm lớp'],
  ],
};
const wrongClass: Failure = {
  number: 'BG-NHAP-014',
  code: 'unknown_class',
  sentence:
    'Đơn vị không có lớp 6Z9 trong năm học này. Hãy sửa tên lớp hoặc thêm lớp vào sổ trước.',
};
const checked: Checked = {
  fields: [
    ['name', 'Họ và tên'],
    ['homeroom', 'Chủ nhiệm lớp'],
  ],
  warnings: [],
  added: 2,
  edited: 0,
  skipped: 0,
  wrong: 1,
  drafts: 2,
  rows: [
    {
      row: 6,
      outcome: 'add',
      cells: [
        ['name', LONG_NAME],
        ['homeroom', '6A2'],
      ],
      problems: [],
    },
    {
      row: 7,
      outcome: 'wrong',
      cells: [
        ['name', 'Trần Văn Đức'],
        ['homeroom', '6Z9'],
      ],
      problems: [
        {
          field: 'homeroom',
          column: 'Chủ nhiệm',
          failure: wrongClass,
          proposal: '6A9',
          stops: true,
        },
      ],
    },
    { row: 8, outcome: 'add', cells: [['name', 'Lê Thị Yến']], problems: [] },
  ],
};
const imported: ImportRow = {
  id: 'i1',
  kind: 'officers',
  name: 'can bo.xlsx',
  at: AT,
  added: 42,
  edited: 3,
  undone_at: null,
};

/** A school with one of everything. */
export const sample: Answers = {
  door: () => 'open',
  communes: () => [['11383', 'Phường Lê Chân']],
  home: () => home,
  sync_status: () => status,
  officers: () => [officer],
  person: () => person,
  classes: () => [schoolClass],
  units: () => [
    unit,
    {
      ...unit,
      id: 'u2',
      name: 'Trường Mầm non Hoa Sen',
      received: false,
      signed: 0,
      parent_confirmed: false,
      parent_id: UNIT,
    },
  ],
  documents: () => [paper],
  accounts: () => [account],
  csdl_tasks: () => [csdl],
  trusted: () => [
    {
      kind: 'root',
      set: 'government',
      name: 'Ban Cơ yếu Chính phủ',
      until: '2036-01-01T00:00:00Z',
    },
  ],
  verify_signed: () => verdict,
  rights: () => [right],
  minutes_list: () => [minutesRow],
  minutes_detail: () => minutesDetail,
  offer: () => offer,
  account_offer: () => accountOffer,
  find: () => [found],
  fixed_grounds: () => [
    {
      id: 'qd-1062-2023',
      text: 'Căn cứ Quyết định số 1062/QĐ-SGDĐT ngày 19 tháng 6 năm 2023',
      in_force: true,
      cited: true,
      checked: null,
    },
  ],
  usb_places: () => [
    {
      name: 'USB HOA',
      path: '/media/lan/USB HOA',
      backups: ['/media/lan/USB HOA/bangiao-31000701-2026-11-09.bangiao'],
    },
  ],
  paste_book: () => book,
  open_book: () => book,
  upload: () => null,
  look_at: () => looked,
  check_import: () => checked,
  run_import: () => ({ id: 'i2', added: 2, edited: 0, skipped: 0, wrong: 0, drafts: 2 }),
  imports: () => [imported],
  undo_import: () => ({ undone: 42, kept: [wrongClass] }),
  has_pin: () => false,
  edit_officer: () => null,
  edit_officers: () => null,
  error_catalogue: () => [
    [
      'BG-DB-001',
      'Chưa kết nối được máy chủ. Việc đã làm vẫn an toàn trên máy này, sẽ gửi khi có mạng.',
    ],
  ],
  lock: () => null,
  doctor: () => [{ what: 'database', fine: true, detail: '' }],
};

/** What a refused command answers. */
export const refused: Failure = {
  number: 'BG-KHO-002',
  code: 'damaged',
  sentence:
    'Dữ liệu trên máy này bị hỏng và không mở được. Đừng xóa gì; hãy khôi phục từ bản sao USB hoặc gọi nơi hỗ trợ.',
};

/** Pretends to be the program from now on. Commands without an answer are refused, so that no screen passes by accident. */
export function pretend(answers: Answers): void {
  mockConvertFileSrc('linux');
  mockIPC(
    (command, args) => {
      const answer = answers[command];
      if (!answer)
        return Promise.reject({
          number: 'BG-HT-001',
          code: 'internal',
          sentence: `${command}?`,
        } satisfies Failure);
      return answer((args ?? {}) as Record<string, unknown>);
    },
    { shouldMockEvents: true },
  );
}
