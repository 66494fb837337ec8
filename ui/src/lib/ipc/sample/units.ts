// The sample: units, their accounts and tasks.
import type { AccountRow, CsdlRow, GroundRow, UnitRow } from '../bindings';
import { UNIT } from './names';
import { right } from './people';

const unit: UnitRow = {
  id: UNIT,
  kind: 'school',
  name: 'Trường Trung học cơ sở Đằng Giang',
  code: '31000701',
  parent_id: 'u0',
  parent: 'UBND Phường Lê Chân',
  parent_confirmed: true,
  head: 'Phạm Thị Trang',
  head_id: 'o1',
  heads_to_come: [],
  received: true,
  signed: 30,
  all: 42,
  receiving: null,
  levels: ['lower_secondary'],
  levels_decided: true,
  letterhead: { superior: 'UBND PHƯỜNG LÊ CHÂN', symbol: 'THCSĐG', place: 'Phường Lê Chân' },
  numbering: 'own_series',
  route: 'paper',
};

export const units: UnitRow[] = [
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
];

export const ground: GroundRow = {
  id: 'qd-1062-2023',
  text: 'Căn cứ Quyết định số 1062/QĐ-SGDĐT ngày 19 tháng 6 năm 2023',
  in_force: true,
  cited: true,
  checked: null,
};

export const csdl: CsdlRow = {
  id: 't1',
  unit: 'u',
  unit_name: 'Trường THCS Đằng Giang',
  waits_for: null,
  login: 'gv.duong',
  action: 'open',
  right: right.right,
  minutes: '7K2M9QXA',
  difference: null,
  person: '',
  person_code: '',
  done: null,
  over: null,
};

export const csdlFound: CsdlRow = {
  id: 't2',
  unit: 'u',
  unit_name: 'Trường THCS Đằng Giang',
  waits_for: null,
  login: 'viettel_hotro',
  action: 'close',
  right: '',
  minutes: '',
  difference: 'supplier',
  person: '',
  person_code: '',
  done: null,
  over: null,
};

export const csdlOver: CsdlRow = {
  ...csdlFound,
  id: 't3',
  login: 'yen.gv',
  difference: 'leaver',
  person: 'Lê Thị Yến',
  over: 'settled_here',
};

export const account: AccountRow = {
  id: 'ac1',
  system: { name: 'csdl' },
  address: 'truong.haiphong.edu.vn',
  login: 'danggiang.quantri',
  kind: 'admin',
  holder: null,
  closed_on: null,
};
