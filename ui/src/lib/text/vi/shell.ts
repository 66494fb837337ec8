// Words of the frame and of every screen: buttons, passwords, navigation, search, files, grids.
import type { FoundKind, UnitKind } from '../../ipc/call';

export const shell = {
  app: 'Bàn Giao',
  demoBand: 'ĐANG XEM THỬ – đơn vị và con người đều không có thật',
  removeDemo: 'Xóa dữ liệu xem thử',
  demoRemoved: 'Đã xóa dữ liệu xem thử.',
  lock: 'Khóa màn hình',
  schoolYear: 'Năm học',
  loading: 'Đang mở…',
  again: 'Thử lại',
  required: 'bắt buộc',
  nameWritten: 'Đã viết lại từ chữ hoa. Nếu chưa đúng, hãy sửa.',
  badDay: 'Ngày chưa đúng. Nhập theo dạng ngày/tháng/năm, ví dụ 28/02/2026.',
  badHour: 'Giờ chưa đúng. Nhập theo dạng giờ:phút, ví dụ 14:00.',
  cancel: 'Hủy',
  close: 'Đóng',
  save: 'Lưu',
  back: 'Quay lại',
  next: 'Tiếp tục',
  copyCode: 'Chép mã lỗi',
  password: 'Mật khẩu',
  passwordAgain: 'Nhập lại mật khẩu',
  passwordHint:
    'Ít nhất 12 ký tự, tốt nhất là một câu dễ nhớ; không lấy tên Sở, Hải Phòng, tên trường, “mật khẩu”, dãy số làm phần chính.',
  passwordMarks: 'Mật khẩu có dấu tiếng Việt: lần sau cần bật cùng bộ gõ.',
  passwordDiffer: 'Hai lần nhập mật khẩu không giống nhau.',
  nav: {
    home: 'Việc cần làm',
    board: 'Bảng theo dõi',
    officers: 'Cán bộ',
    classes: 'Lớp',
    minutes: 'Biên bản',
    rights: 'Ai được làm gì',
    units: 'Đơn vị',
    documents: 'Sổ văn bản',
    csdl: 'Việc trên CSDL',
    verify: 'Kiểm chữ ký số',
    saved: 'Gửi về Sở',
    settings: 'Cài đặt',
    help: 'Trợ giúp',
    import: 'Nhập danh sách',
    road: 'In, ký, quét',
  },
  savedAtDepartment: 'Gửi và sao lưu',
  menu: {
    title: 'Các mục',
    daily: 'Việc hằng ngày',
    people: 'Đơn vị và con người',
    papers: 'Giấy tờ và máy này',
    waiting: 'việc chờ',
    narrow: 'Thu gọn các mục',
    wide: 'Mở rộng các mục',
    skip: 'Đến nội dung',
  },
  palette: {
    title: 'Tìm người, lớp, đơn vị, biên bản, chức năng',
    command: 'chức năng',
    nothing: 'Không tìm thấy. Thử gõ ít chữ hơn, không cần dấu.',
  },
  file: {
    choose: 'Chọn tệp',
    remove: 'Bỏ tệp đã chọn',
    none: 'chưa chọn tệp nào',
    several: (n: number) => `${n} tệp`,
    drop: 'thả tệp vào đây',
    dropWhere: 'Màn hình này không nhận tệp, hoặc có nhiều chỗ nhận: hãy thả đúng vào ô chọn tệp.',
    dropOne: 'Mỗi lần thả một tệp thôi.',
    dropKind: 'Chỗ này nhận tệp:',
  },
  grid: {
    row: 'Dòng',
    changed: (n: number) => `Đã sửa ${n} ô.`,
    pasted: (n: number) => `Đã dán ${n} dòng.`,
    undone: 'Đã hoàn tác.',
    redone: 'Đã làm lại.',
    sort: 'Sắp xếp theo cột này (Ctrl + Shift + L)',
    sorted: 'Đã sắp xếp.',
    asItWas: 'Đã trả về thứ tự ban đầu.',
  },
} as const;

export const foundName: Record<FoundKind, string> = {
  officer: 'Cán bộ',
  class: 'Lớp',
  unit: 'Đơn vị',
  minutes: 'Biên bản',
};

/** An entry of the menu as a unit calls it: the Sở sends nothing to itself. */
export function navName(entry: keyof typeof shell.nav, kind: UnitKind | undefined): string {
  return entry === 'saved' && kind === 'department' ? shell.savedAtDepartment : shell.nav[entry];
}
