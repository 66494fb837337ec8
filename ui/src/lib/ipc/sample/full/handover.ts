// The minutes of the school, at every stop of the path, and the papers that they cite.
import type { DocumentRow, MinutesRow, NumbersAhead, ProposalRow } from '../../bindings';
import { minutesRow, paper, proposal } from '../handover';
import { UNIT } from '../names';
import { officers } from './people';

/** Of 42 people: 30 signed, 7 printed, 3 drafted, 2 have nothing yet. */
const SIGNED = 30;
const PRINTED = 37;
const DRAFTED = 40;
const number = (n: number) => String(n).padStart(2, '0');
const shown = (n: number) => `${number(n)}/BB-THCSĐG`;
const code = (n: number) =>
  ((n * 7_919 + 104_729) ** 2).toString(32).toUpperCase().slice(0, 8).padEnd(8, 'X');

function scope(n: number): string {
  const [own] = officers[n]?.classes ?? [];
  if (own) return `Quản lý lớp chủ nhiệm (${own}): xem, nhập, sửa; điểm môn Toán, khối 6: nhập`;
  return n % 2
    ? 'Thư viện: xem, nhập, sửa'
    : 'Điểm môn Ngữ văn, các lớp 7A1, 7A2, 7A3: xem, nhập, sửa';
}

/** What is the same for all of them, and where each stands. */
function row(n: number): MinutesRow {
  const who = officers[n];
  const at = `2026-11-${number(9 - (n % 6))}T0${1 + (n % 8)}:2${n % 6}:00Z`;
  const common: MinutesRow = {
    ...minutesRow,
    id: `m${n + 1}`,
    drafted_at: at,
    receiver: who?.name ?? '',
    receiver_id: who?.id ?? '',
    receiver_code: who?.code ?? '',
    login: who?.login ?? null,
    scope: scope(n),
    check_code: code(n),
    route: n % 4 === 3 ? 'digital' : 'paper',
    saved: n % 7 === 6 ? 'here' : 'received',
  };
  if (n >= PRINTED)
    return {
      ...common,
      state: 'draft',
      stops: ['draft'],
      check_code: null,
      pages: null,
      saved: 'here',
    };
  if (n >= SIGNED || n === 0) return { ...common, stops: ['printed'], saved: 'waiting' };
  const numbered = n % 5 < 3;
  const scanned = n % 10 === 1;
  return {
    ...common,
    state: numbered ? 'issued' : 'awaiting_number',
    stops: [
      'signed',
      ...(numbered ? [] : (['number'] as const)),
      ...(scanned ? [] : (['scan'] as const)),
    ],
    number: numbered ? shown(n + 1) : null,
    signed_on: at.slice(0, 10),
    recorded_at: at,
    opened_at: n % 4 ? at : null,
    in_force: true,
    scanned,
    scan_due: scanned ? null : `2026-11-${number(16 - (n % 6))}T01:00:00Z`,
  };
}

/** The newest first; one was replaced and one declined before. */
export const minutes: MinutesRow[] = [
  ...Array.from({ length: DRAFTED }, (_, n) => row(n)),
  { ...row(8), id: 'm98', state: 'replaced', stops: [], number: shown(98), in_force: false },
  { ...row(12), id: 'm99', state: 'declined', stops: [], number: null, in_force: false },
];

const printed = minutes.filter(({ stops }) => stops.includes('printed'));
export const ahead: NumbersAhead = {
  rows: printed.map(({ id, receiver }, n) => ({
    sheet: { unit: UNIT, minutes: id, number: n + 31 },
    receiver,
    shown: shown(n + 31),
  })),
  first: 31,
  open: false,
  last: null,
};

const papers: [DocumentRow['kind'], string, string, string, string][] = [
  [
    'assignment',
    'Quyết định',
    '45/QĐ-THCSĐG',
    '2026-08-28',
    'phân công nhiệm vụ năm học 2026 - 2027',
  ],
  [
    'appointment',
    'Quyết định',
    '1182/QĐ-UBND',
    '2026-07-15',
    'bổ nhiệm Hiệu trưởng Trường Trung học cơ sở Đằng Giang',
  ],
  ['appointment', 'Quyết định', '1183/QĐ-UBND', '2026-07-15', 'bổ nhiệm Phó Hiệu trưởng'],
  [
    'directive',
    'Công văn',
    '2210/SGDĐT-CNTT',
    '2026-08-10',
    'hướng dẫn sử dụng Hệ thống CSDL năm học 2026 - 2027',
  ],
  ['plan', 'Kế hoạch', '31/KH-THCSĐG', '2026-09-04', 'kế hoạch giáo dục nhà trường'],
  ['assignment', 'Quyết định', '52/QĐ-THCSĐG', '2026-10-01', 'phân công người dạy thay lớp 9A2'],
  [
    'introduction',
    'Giấy giới thiệu',
    '07/GGT-UBND',
    '2026-10-12',
    'giới thiệu người chứng kiến bàn giao tài khoản',
  ],
  ['other', 'Thông báo', '88/TB-THCSĐG', '2026-10-20', 'thời gian ký biên bản bàn giao'],
  [
    'assignment',
    'Quyết định',
    '41/QĐ-THCSĐG',
    '2025-08-27',
    'phân công nhiệm vụ năm học 2025 - 2026',
  ],
  [
    'directive',
    'Công văn',
    '1904/SGDĐT-CNTT',
    '2025-08-14',
    'hướng dẫn sử dụng Hệ thống CSDL năm học 2025 - 2026',
  ],
];

export const documents: DocumentRow[] = papers.map(([kind, title, number, date, subject], n) => ({
  ...paper,
  id: `d${n + 1}`,
  kind,
  title,
  number,
  date,
  subject,
  until: date < '2026' ? '2026-07-31' : null,
  in_force: date >= '2026',
}));

export const proposals: ProposalRow[] = [20, 26, 33].map((n, at) => ({
  ...proposal,
  why: at ? 'same_again' : 'back_from_leave',
  officer: officers[n]?.id ?? '',
  name: officers[n]?.name ?? '',
  lines: [scope(n)],
}));
