// The sample: a table that is imported.
import type { BookInfo, Checked, Failure, ImportRow, Looked } from '../bindings';
import { AT, LONG_NAME } from './names';

export const book: BookInfo = {
  name: 'phan cong.xlsx',
  sheets: [{ name: 'Phân công', rows: 44, hidden: false }],
  kind: 'assignments',
};

export const looked: Looked = {
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
  year: 2026,
  paper: null,
  holds_from: null,
  other_sheets: [],
  columns: [
    { place: 0, title: 'Họ và tên', field: 'name', samples: [LONG_NAME], unused: null },
    { place: 1, title: 'Chủ nhiệm', field: 'homeroom', samples: ['6A2'], unused: null },
    { place: 2, title: 'Trình độ', field: null, samples: ['Đại học'], unused: 'title' },
  ],
  fields: [
    ['name', 'Họ và tên'],
    ['homeroom', 'Chủ nhiệm lớp'],
  ],
};

export const wrongClass: Failure = {
  number: 'BG-NHAP-014',
  code: 'unknown_class',
  sentence:
    'Đơn vị không có lớp 6Z9 trong năm học này. Hãy sửa tên lớp hoặc thêm lớp vào sổ trước.',
};

export const checked: Checked = {
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
  new_people: [LONG_NAME, 'Lê Thị Yến'],
  new_classes: ['6A2'],
  new_units: [],
  tasks: 0,
  over: [],
  changes: [],
  rows: [
    {
      row: 6,
      outcome: 'add',
      cells: [
        ['name', LONG_NAME],
        ['homeroom', '6A2'],
      ],
      problems: [],
      page: true,
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
          orders: [],
        },
      ],
      page: false,
    },
    { row: 8, outcome: 'add', cells: [['name', 'Lê Thị Yến']], problems: [], page: true },
  ],
};

export const imported: ImportRow = {
  id: 'i1',
  kind: 'officers',
  name: 'can bo.xlsx',
  at: AT,
  added: 42,
  edited: 3,
  undone_at: null,
};
