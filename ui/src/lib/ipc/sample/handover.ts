// The sample: papers, offers and minutes.
import type {
  AccountOffer,
  DocumentRow,
  Line,
  MinutesDetail,
  MinutesRow,
  NumbersAhead,
  Offer,
  ProposalRow,
} from '../bindings';
import { AT, DAY, LONG_NAME, UNIT } from './names';

export const paper: DocumentRow = {
  id: 'd1',
  kind: 'assignment',
  title: 'Quyết định',
  number: '45/QĐ-THCSĐG',
  date: '2026-08-28',
  subject: 'phân công nhiệm vụ năm học 2026 - 2027',
  until: null,
  in_force: true,
};

export const minutesRow: MinutesRow = {
  id: 'm1',
  unit: UNIT,
  unit_name: 'Trường Trung học cơ sở Đằng Giang',
  drafted_at: AT,
  kind: 'duties',
  state: 'awaiting_signatures',
  stops: ['printed'],
  receiver: LONG_NAME,
  receiver_id: 'o1',
  receiver_code: 'CB001',
  login: 'gv.duong',
  login_proposed: false,
  giver: 'Phạm Thị Trang',
  scope: 'Quản lý lớp chủ nhiệm (6A2): xem, nhập, sửa',
  number: null,
  check_code: '7K2M9QXA',
  pages: 2,
  signed_on: null,
  recorded_at: null,
  recorded_after: null,
  dates: null,
  over: [],
  opened_at: null,
  in_force: false,
  scanned: false,
  scan_open: false,
  scan_file: null,
  may_accept: false,
  accepted: null,
  scan_first: false,
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

export const minutesDetail: MinutesDetail = {
  draft: null,
  history: [
    {
      what: 'drafted',
      at: AT,
      by: 'Phạm Thị Trang',
      party: null,
      machine: null,
      said: '',
      state: 'draft',
    },
    {
      what: 'edited',
      at: AT,
      by: 'Phạm Thị Trang',
      party: null,
      machine: null,
      said: '2',
      state: 'draft',
    },
    {
      what: 'frozen',
      at: AT,
      by: 'Phạm Thị Trang',
      party: null,
      machine: { device: '0193c4e2-7a10-7000-8000-000000000001', here: false },
      said: '7K2M9QXA',
      state: 'awaiting_signatures',
    },
    {
      what: 'signed_digitally',
      at: AT,
      by: 'Phạm Thị Trang',
      party: 'giver',
      machine: null,
      said: '',
      state: 'awaiting_signatures',
    },
  ],
  row: minutesRow,
  lines: [minutesRow.scope],
  grounds: ['Quyết định 45/QĐ-THCSĐG'],
  replaces: null,
  outdated: false,
  number_year: null,
  corrected: [],
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

/** The same as a draft that can be said otherwise. */
export const draftDetail: MinutesDetail = {
  ...minutesDetail,
  row: { ...minutesRow, state: 'draft', check_code: null, pages: null, route: 'paper' },
  places: [],
  signatures: 0,
  history: minutesDetail.history.slice(0, 2),
  draft: {
    giver: 'h1',
    giver_unit: UNIT,
    year: 2026,
    lines: [
      {
        id: 'r1',
        says: minutesRow.scope,
        line: {
          function: 'homeroom',
          rights: ['view', 'enter', 'edit'],
          levels: 'all',
          classes: { only: ['c1'] },
          subjects: 'all',
          from: DAY,
          until: '2027-08-31',
        },
      },
    ],
    grounds: ['d1'],
    valid_until: null,
    at_desk: null,
    spare_envelope: null,
  },
};

export const givers = { head: 'h1', all: [['h1', 'Phạm Thị Trang']] as [string, string][] };

const whole: Line = {
  function: 'homeroom',
  rights: ['view', 'enter', 'edit'],
  levels: 'all',
  classes: 'all',
  subjects: 'all',
  from: DAY,
  until: '2027-08-31',
};

export const offer: Offer = {
  officer: 'o1',
  name: LONG_NAME,
  kind: 'duties',
  login: null,
  classes: [
    { id: 'c1', name: '6A2', line: { ...whole, classes: { only: ['c1'] } }, why_not: null },
    {
      id: 'c2',
      name: '6A3',
      line: { ...whole, classes: { only: ['c2'] } },
      why_not: { why: 'other_teacher', name: 'Trần Thị Lan' },
    },
  ],
  functions: [
    {
      function: 'library',
      line: { ...whole, function: 'library' },
      sensitive: false,
      why_not: null,
    },
    {
      function: 'results',
      line: { ...whole, function: 'results' },
      sensitive: false,
      why_not: null,
    },
    {
      function: 'health',
      line: { ...whole, function: 'health' },
      sensitive: true,
      why_not: { why: 'held' },
    },
  ],
  levels: [],
  before: [],
  holds: [{ id: 'r1', says: minutesRow.scope }],
  givers,
  year: 2026,
  until: '2027-08-31',
  from: DAY,
};

export const proposal: ProposalRow = {
  why: 'back_from_leave',
  officer: 'o1',
  name: LONG_NAME,
  lines: [minutesRow.scope],
  from: DAY,
  due: true,
};

export const accountOffer: AccountOffer = {
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

export const numbersAhead: NumbersAhead = {
  rows: [
    {
      sheet: { unit: UNIT, minutes: 'm1', number: 5 },
      receiver: LONG_NAME,
      shown: '05/BB-THCSĐG',
    },
  ],
  first: 5,
  open: false,
  last: null,
};
