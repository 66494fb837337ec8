// What a school does beside minutes: accounts, grounds, the work list there; and the 20 schools of a
// commune.
import type { AccountRow, CsdlRow, GroundRow, TrustedRow, UnitRow } from '../../bindings';
import { LONG_NAME, UNIT } from '../names';
import { account, csdl, csdlFound, csdlOver, ground, units } from '../units';
import { root } from '../verify';
import { minutes } from './handover';
import { officers, rights } from './people';

const own: CsdlRow[] = [
  ...rights.slice(0, 6).map((one, n): CsdlRow => ({
    ...csdl,
    id: `t${n + 11}`,
    login: officers.find(({ id }) => id === one.officer)?.login ?? '',
    action: n === 4 ? 'change_scope' : 'open',
    right: one.right,
    minutes: minutes[n]?.number ?? minutes[n]?.check_code ?? '',
    person: one.name,
  })),
  // One person with several rights: each is read whole.
  ...[
    'Kết quả học tập, rèn luyện: môn Ngữ văn, lớp 7A1, 7A2, 7A3: xem, nhập, sửa',
    'Thư viện: xem',
  ].map((right, n): CsdlRow => ({
    ...csdl,
    id: `t${n + 61}`,
    login: officers.find(({ id }) => id === rights[1]?.officer)?.login ?? '',
    right,
    minutes: minutes[1]?.number ?? '',
    person: rights[1]?.name ?? '',
  })),
  csdlFound,
  { ...csdlFound, id: 't5', login: 'gv.toan.cu', difference: 'leaver', person: 'Đỗ Thị Toàn' },
  csdlOver,
  ...rights.slice(8, 23).map((one, n): CsdlRow => ({
    ...csdl,
    id: `t${n + 31}`,
    login: officers.find(({ id }) => id === one.officer)?.login ?? '',
    right: one.right,
    minutes: minutes[n + 8]?.number ?? minutes[n + 8]?.check_code ?? '',
    person: one.name,
    done: ['Lê Thị Yến', `2026-11-0${1 + (n % 8)}`],
  })),
];
/** 10 lines to do and 16 that are over. */
export const tasks = own.map((task): CsdlRow => ({ ...task, unit: UNIT }));

export const accounts: AccountRow[] = [
  account,
  { ...account, id: 'ac2', login: 'danggiang.vanthu', kind: 'use', holder: 'Lê Thị Yến' },
  { ...account, id: 'ac3', login: 'thuvien.danggiang', kind: 'use', holder: LONG_NAME },
  {
    ...account,
    id: 'ac4',
    system: { name: 'other', other: 'Phổ cập giáo dục, xóa mù chữ' },
    address: 'pcgd.moet.gov.vn',
    login: 'hp.lechan.danggiang',
    holder: 'Trần Văn Đức',
  },
  { ...account, id: 'ac5', login: 'danggiang.cu', kind: 'use', closed_on: '2026-08-31' },
];

export const grounds: GroundRow[] = [
  { ...ground, checked: ['Phạm Thị Trang', '2026-09-04'] },
  {
    ...ground,
    id: 'tt-42-2021',
    text:
      'Căn cứ Thông tư số 42/2021/TT-BGDĐT ngày 30 tháng 12 năm 2021 của Bộ trưởng Bộ Giáo dục và Đào tạo ' +
      'quy định về cơ sở dữ liệu giáo dục và đào tạo',
  },
  {
    ...ground,
    id: 'nd-30-2020',
    text: 'Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư',
    checked: ['Lê Thị Yến', '2026-09-05'],
  },
  {
    ...ground,
    id: 'nd-13-2023',
    text: 'Căn cứ Nghị định số 13/2023/NĐ-CP ngày 17 tháng 4 năm 2023 về bảo vệ dữ liệu cá nhân',
    in_force: false,
    cited: false,
    checked: ['Lê Thị Yến', '2026-09-05'],
  },
];

export const trusted: TrustedRow[] = [
  root,
  {
    kind: 'authority',
    set: 'government',
    name: 'Cục Chứng thực số và Bảo mật thông tin',
    until: '2031-06-30T00:00:00Z',
  },
  { kind: 'root', set: 'public', name: 'MIC National Root CA', until: '2040-12-31T00:00:00Z' },
  { kind: 'authority', set: 'public', name: 'VNPT-CA SHA-256', until: '2029-03-15T00:00:00Z' },
  {
    kind: 'list',
    set: 'government',
    name: 'Cục Chứng thực số và Bảo mật thông tin',
    until: '2026-11-16T00:00:00Z',
  },
];

const schools =
  `Mầm non Hoa Sen; Mầm non Sao Sáng; Mầm non 8-3; Mầm non Kim Đồng – Ấp Ỷ Ẵ; Mầm non Hướng Dương;
Tiểu học Nguyễn Công Trứ; Tiểu học Dư Hàng; Tiểu học Chu Văn An; Tiểu học Nguyễn Thị Minh Khai; Tiểu học Võ Thị Sáu;
Tiểu học Lê Văn Tám; Tiểu học Vĩnh Niệm; Trung học cơ sở Đằng Giang; Trung học cơ sở Ngô Quyền;
Trung học cơ sở Trần Phú; Trung học cơ sở Võ Thị Sáu; Trung học cơ sở Tô Hiệu; Trung học cơ sở Trương Công Định;
Tiểu học và Trung học cơ sở Nguyễn Bỉnh Khiêm; Trung học cơ sở Hoàng Diệu`
    .split(';')
    .map((name) => name.trim());

const [school] = units as [UnitRow, ...UnitRow[]];

/** The own unit, as the only one. */
export const alone: UnitRow[] = [school];

/** A commune and its schools. */
export const ofCommune: UnitRow[] = [
  {
    ...school,
    kind: 'commune',
    name: 'UBND Phường Lê Chân',
    code: '11383',
    parent_id: 'so',
    parent: 'Sở Giáo dục và Đào tạo Hải Phòng',
    head: 'Vũ Thị Hương',
    all: 6,
    signed: 4,
  },
  ...schools.map((name, n): UnitRow => {
    const received = n % 5 !== 0;
    const all = 18 + ((n * 7) % 40);
    return {
      ...school,
      id: `u${n + 2}`,
      name: `Trường ${name}`,
      code: String(31_000_701 + n),
      parent_id: UNIT,
      parent_confirmed: n !== 3,
      head: officers[(n * 3) % 42]?.name ?? '',
      received,
      all,
      signed: received ? Math.round((all * ((n * 13) % 11)) / 10) : 0,
      levels: [
        name.startsWith('Mầm')
          ? 'preschool'
          : name.startsWith('Tiểu')
            ? 'primary'
            : 'lower_secondary',
      ],
    };
  }),
];
