// What the components of the catalogue show: people, minutes and sentences of a school.
import type { Column } from '../lib/components/table/columns';
import type { GridRow } from '../lib/grid';
import { refused } from '../lib/ipc/fake';
import { Loaded } from '../lib/load.svelte';

const names = ['Nguyễn Thị Thuỳ Dương', 'Trần Văn Đức', 'Lê Hồng Phượng', 'Phạm Thị Trang'];

export const words = {
  signed: 'Đã ký',
  printed: 'Đã in, chờ ký',
  dueSoon: 'Hạn 05/12',
  returned: 'Máy chủ trả lại',
  draft: 'Nháp',
  scans: 'bản quét còn thiếu',
  printing: 'Đang in biên bản',
  reading: 'Đang đọc chồng bản quét',
  noPeople: 'Chưa có cán bộ nào.',
  importPeople: 'Nhập danh sách',
  noTasks: 'Không còn việc nào.',
  name: 'Họ và tên',
  symbol: 'Ký hiệu',
  symbolHint: 'Ví dụ THCSĐG',
  number: 'Số đầu tiên',
  numberWrong: 'Số phải lớn hơn 0.',
  signedOn: 'Ngày ký trên biên bản',
  kind: 'Loại đơn vị',
  kinds: [
    ['school', 'Trường công lập'],
    ['commune', 'UBND xã, phường, đặc khu'],
  ],
  file: 'Tệp bản quét',
  prepares: 'Được lập biên bản',
  print: 'In',
  takeBack: 'Thu hồi quyền',
  save: 'Lưu',
  acts: 'Việc với các dòng đã chọn',
  chosen: '3 biên bản đã chọn',
  record: 'Ghi nhận đã ký',
  sides: 'Các mặt của biên bản',
  tabs: [
    { id: 'print', name: 'Bản in' },
    { id: 'scan', name: 'Bản quét', count: 1 },
    { id: 'past', name: 'Lịch sử' },
  ],
  side: 'Hai trang, đã chốt lúc 08:30 ngày 05/09/2026.',
  added: 'Đã thêm 3 lớp.',
  saved: 'Đã lưu.',
  question: 'Thêm cán bộ',
  people: 'Cán bộ',
} as const;

/** Answers in the four states that whatever is loaded can have. */
export function states(): Record<'loading' | 'refused' | 'empty' | 'there', Loaded<string[]>> {
  const of = (value: string[] | null) => {
    const loaded = new Loaded<string[]>(() => Promise.resolve({ status: 'ok', data: value ?? [] }));
    loaded.value = value;
    return loaded;
  };
  const broken = of(null);
  broken.failure = refused;
  return { loading: of(null), refused: broken, empty: of([]), there: of([...names]) };
}

export const rows = names.map((name, n) => ({ id: `o${n}`, name, code: `GV0${n + 1}` }));

export const listed: Column<(typeof rows)[number]>[] = [
  { key: 'name', title: 'Họ và tên', of: (row) => row.name, kind: 'person' },
  { key: 'code', title: 'Mã cán bộ', of: (row) => row.code },
];

export const columns = [
  { key: 'code', title: 'Mã cán bộ', fixed: true },
  { key: 'name', title: 'Họ và tên', wide: true },
  { key: 'born_on', title: 'Ngày sinh' },
];
const marks = (n: number): GridRow['marks'] =>
  n === 1 ? { born_on: { tone: 'bad', says: 'Ngày này không có thật.' } } : {};
export const cells: GridRow[] = names.map((name, n) => ({
  id: `o${n}`,
  number: n + 1,
  tone: '',
  marks: marks(n),
  cells: { code: `GV0${n + 1}`, name, born_on: n === 1 ? '31/02/1979' : `0${n + 1}/09/1980` },
}));
