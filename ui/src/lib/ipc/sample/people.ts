// The sample: people and classes.
import type { ClassRow, OfficerRow, Person, RightRow } from '../bindings';
import { AT, DAY, LONG_NAME } from './names';

export const officer: OfficerRow = {
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

export const schoolClass: ClassRow = {
  id: 'c1',
  name: '6A2',
  year: 2026,
  level: 'lower_secondary',
  learners: 43,
  teacher: 'o1',
  teacher_name: LONG_NAME,
  before: null,
  in_force: false,
};

export const right: RightRow = {
  id: 'r1',
  officer: 'o1',
  unit: null,
  name: LONG_NAME,
  right: 'Thư viện: xem, nhập, sửa',
  from: DAY,
  until: '2027-08-31',
  in_force_at: AT,
  opened_at: null,
  closed_at: null,
  minutes: '07/BB-THCSĐG',
  within: null,
  dated: 'giấy ghi ngày 05/09/2026, ghi nhận sau 4 ngày',
  taken: null,
  alone: false,
};

export const person: Person = {
  id: 'o1',
  name: LONG_NAME,
  code: 'GV01',
  sex: 'female',
  born_on: '1985-02-28',
  id_number: '*********234',
  phone: '0912 345 678',
  login: 'gv.duong',
  leads: false,
  may_edit: true,
  may_lead: true,
  lead_from: DAY,
  lead_position: 'Hiệu trưởng',
  unit_name: 'Trường Trung học cơ sở Đằng Giang',
  custodian: false,
  posts: [
    {
      id: 'a1',
      role: 'member',
      position: 'Giáo viên',
      duty: null,
      prepares: false,
      numbers: false,
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
