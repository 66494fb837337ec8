// A school as it is in November: 42 people, 16 classes, and what they may do.
import type { ClassRow, OfficerRow, Person, RightRow } from '../../bindings';
import { LONG_NAME } from '../names';
import { officer, person as sample, right, schoolClass } from '../people';

const names =
  `${LONG_NAME}; Phạm Thị Trang; Nguyễn Thị Hoa; Trần Văn Đức; Lê Thị Yến; Vũ Thị Minh Phượng;
Đỗ Quang Huy; Bùi Thị Thu Hằng; Hoàng Văn Khánh; Nguyễn Thị Thùy Dương; Phạm Đức Thịnh; Đặng Thị Ngọc Ánh;
Ngô Thị Hồng Nhung; Trịnh Xuân Bách; Lương Thị Kim Oanh; Mai Văn Quyết; Đào Thị Ý Nhi; Cao Thị Uyên;
Đoàn Minh Tuấn; Nguyễn Hữu Nghĩa; Phan Thị Quỳnh Trang; Tô Thị Lệ Thủy; Dương Văn Ước; Hà Thị Bích Ngọc;
Nguyễn Thị Vân (HĐ); Lê Hoàng Ẩn; Vũ Đình Ái; Phạm Thị Ỷ Lan; Trần Thị Ngà; Nguyễn Văn Ngạn; Đinh Thị Hải Yến;
Bùi Công Đẳng; Lưu Thị Thanh Xuân; Nghiêm Thị Tuyết; Chu Văn Thắng; Quách Thị Diễm; Nguyễn Đức Cảnh;
Phùng Thị Thanh Thúy; Tạ Văn Long; Vương Thị Hiền Lương; Khúc Thị Mừng; Trương Quốc Việt`
    .split(';')
    .map((name) => name.trim());

const classNames = ['6A1', '6A2', '6A3', '6A4', '7A1', '7A2', '7A3', '7A4'].concat([
  '8A1',
  '8A2',
  '8A3',
  '8A4',
  '9A1',
  '9A2',
  '9A3',
  '9A4',
]);
const number = (n: number) => String(n).padStart(2, '0');
const given = (name: string) =>
  (
    name
      .replace(/\(.*\)|–.*/, '')
      .trim()
      .split(' ')
      .pop() ?? ''
  )
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();
const duties = [
  'Tổ trưởng Toán – Tin',
  'Thư ký hội đồng',
  'Tổng phụ trách Đội',
  'Tổ trưởng Văn – Sử',
];

/** Who leads, who assists, who keeps what; all others teach. */
const posts: Record<number, Partial<OfficerRow>> = {
  1: { position: 'Hiệu trưởng', role: 'head', prepares: true },
  2: { position: 'Phó Hiệu trưởng', role: 'deputy', prepares: true },
  3: { position: 'Phó Hiệu trưởng', role: 'deputy' },
  4: { position: 'Nhân viên văn thư', prepares: true, custodian: true },
  5: { position: 'Nhân viên thư viện' },
  6: { position: 'Nhân viên y tế' },
  7: { position: 'Kế toán' },
};

/** Who has a class: the first, and sixteen of those who only teach. */
const classOf = (n: number) =>
  n === 0 ? '6A2' : n < 8 ? undefined : classNames.filter((c) => c !== '6A2')[n - 8];

export const officers: OfficerRow[] = names.map((name, n) => ({
  ...officer,
  id: `o${n + 1}`,
  name,
  code: `GV${number(n + 1)}`,
  duty: n % 9 === 8 ? (duties[Math.floor(n / 9)] ?? null) : null,
  born_on: `${1970 + ((n * 7) % 29)}-${number(1 + (n % 12))}-${number(1 + ((n * 5) % 28))}`,
  phone: `09${String(12_345_678 + n * 1_114_567).slice(0, 8)}`,
  login: n % 11 === 10 ? null : `gv.${given(name)}${number(n + 1)}`,
  classes: [classOf(n)].filter((one) => one !== undefined),
  rights: n === 1 ? 0 : n % 13 === 12 ? 0 : 1 + (n % 3),
  ...posts[n],
}));

export const classes: ClassRow[] = classNames.map((name, n) => {
  const teacher = officers.find((one) => one.classes.includes(name));
  const missing = n === 13;
  return {
    ...schoolClass,
    id: `c${n + 1}`,
    name,
    learners: 38 + ((n * 5) % 9),
    teacher: missing ? null : (teacher?.id ?? null),
    teacher_name: missing ? '' : (teacher?.name ?? ''),
    in_force: !missing && n % 5 !== 4,
  };
});

const functions = [
  'Thư viện: xem, nhập, sửa',
  'Điểm môn Toán, khối 8: nhập, sửa',
  'Sổ sức khỏe học sinh: xem, nhập',
  'Điểm môn Ngữ văn, các lớp 7A1, 7A2, 7A3 và 9A4: xem, nhập, sửa',
  'Thiết bị dạy học: xem, nhập, sửa',
];

export const rights: RightRow[] = officers
  .filter(({ rights }) => rights > 0)
  .slice(0, 36)
  .map((one, n) => {
    const [own] = one.classes;
    const recorded = `2026-09-${number(5 + (n % 20))}T0${1 + (n % 8)}:1${n % 6}:00Z`;
    const waits = n % 6 === 0;
    return {
      ...right,
      id: `r${n + 1}`,
      officer: one.id,
      name: one.name,
      right: own ? `Quản lý lớp chủ nhiệm (${own}): xem, nhập, sửa` : (functions[n % 5] ?? ''),
      in_force_at: recorded,
      opened_at: waits ? null : recorded,
      minutes: `${number(n + 3)}/BB-THCSĐG`,
      dated: waits ? right.dated : null,
    };
  });

const [post] = sample.posts;
/** Somebody with a past. */
export const person: Person = {
  ...sample,
  posts: [
    ...sample.posts,
    { ...post!, id: 'a2', duty: 'Tổ trưởng Toán – Tin', from: '2024-09-01' },
    { ...post!, id: 'a3', from: '2012-09-01', until: '2020-08-31', now: false },
  ],
  rights: rights.slice(0, 5).map(({ id, right, from, until, opened_at }, n) => ({
    id,
    right,
    from,
    until,
    in_force: n < 4,
    opened_at,
    stopped: n === 4,
  })),
  minutes: [
    ...sample.minutes,
    { ...sample.minutes[0]!, id: 'm8', state: 'awaiting_signatures', code: '7K2M9QXA' },
    { ...sample.minutes[0]!, id: 'm9', state: 'replaced', code: '02/BB-THCSĐG' },
  ],
};
