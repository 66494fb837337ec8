// Words of the board, of the communes of the catalogue, and of handing over many accounts.
import type { Area, BoardState } from '../../ipc/call';

export const board = {
  board: {
    empty: 'Chưa có đơn vị trực thuộc nào trong sổ.',
    tiles: 'Bản đồ ô',
    table: 'Bảng',
    trend: 'Số biên bản ký mỗi ngày',
    trendOf: (days: number, signed: number) => `${signed} biên bản đã ký trong ${days} ngày có ký`,
    noTrend: 'Chưa có biên bản nào được ghi nhận đã ký.',
    noTrendShown: 'Theo bộ lọc này chưa có biên bản nào được ghi nhận đã ký.',
    filters: 'Lọc theo trạng thái',
    groups: 'Lọc theo nhóm',
    shown: (n: number, all: number) => (n === all ? `${n} đơn vị` : `${n} trong ${all} đơn vị`),
    none: 'Không có đơn vị nào theo bộ lọc này.',
    whole: (n: number) => `Xem cả bảng theo dõi ${n} đơn vị`,
    name: 'Đơn vị',
    state: 'Trạng thái',
    group: 'Nhóm',
    head: 'Thủ trưởng',
    received: 'Nhận TK',
    below: 'Trường nhận',
    notMade: 'Chưa lập',
    drafts: 'Nháp',
    printed: 'Đã in',
    signed: 'Đã ký',
    share: '% ký',
    numbered: 'Số',
    scanned: 'Quét',
    csdl: 'CSDL',
    overdue: 'Quá hạn',
    due: 'Hạn gần nhất',
    yes: 'đã nhận',
    no: 'chưa nhận',
    reminders: 'Danh sách nhắc',
    remindersHint: 'Dán vào Zalo hoặc thư. Mỗi đơn vị một đoạn: còn thiếu gì, hạn nào.',
    copy: 'Chép vào bộ nhớ tạm',
    copied: 'Đã chép. Dán vào tin nhắn bằng Ctrl+V.',
    allDone: 'Các đơn vị đang hiện đều đã xong.',
    ownWork: (self: string, words: string[]) =>
      words.length
        ? `Không có gì để nhắc: việc còn lại là của ${self}: ${words.join(', ')}.`
        : 'Không có gì để nhắc các đơn vị đang hiện.',
    self: { department: 'Sở', unit: 'đơn vị mình' },
    giveAll: 'Lập cho mọi đơn vị chưa nhận',
    tileState: (state: string) => `– ${state}, đã ký`,
    tile: (name: string, state: string, signed: number, all: number) =>
      `${name}: ${state}, đã ký ${signed}/${all}`,
  },
  remind: {
    title: (day: string) => `Tình hình bàn giao đến ngày ${day}:`,
    account: 'chưa nhận tài khoản quản trị',
    below: (received: number, all: number) => `${all - received}/${all} trường chưa nhận tài khoản`,
    notMade: (n: number) => `${n} giáo viên có lớp chưa lập biên bản`,
    drafts: (n: number) => `${n} biên bản nháp chưa in`,
    printed: (n: number) => `${n} biên bản đã in chờ ký`,
    numbers: (n: number) => `${n} biên bản chưa có số`,
    scans: (n: number, due: string) => `${n} bản quét còn thiếu${due ? ` (hạn ${due})` : ''}`,
    overdue: (n: number) => `${n} bản quét quá hạn`,
    csdl: (n: number) => `${n} việc trên Hệ thống CSDL`,
    nothing: 'chưa giao quyền cho ai',
    unheard: 'việc đơn vị tự giao quyền tiếp không được biết ở máy này',
  },
  communes: {
    title: 'Tạo sẵn 114 xã, phường, đặc khu',
    open: 'Tạo sẵn 114 xã, phường, đặc khu',
    there: (n: number) => `${n} đơn vị đã có trong sổ, giữ nguyên.`,
    missing: (n: number) => `Sẽ tạo ${n} đơn vị, mã và tên theo danh mục từ 01/7/2025:`,
    none: 'Sổ đã có đủ 114 xã, phường, đặc khu.',
    make: (n: number) => `Tạo ${n} đơn vị`,
    made: (n: number) =>
      `Đã tạo ${n} đơn vị. Cần bỏ thì hoàn tác lần này ở mục Nhập danh sách. ` +
      'Thủ trưởng nhập sau, ngay khi lập biên bản bàn giao tài khoản.',
  },
  accounts_all: {
    title: 'Lập biên bản cho mọi đơn vị chưa nhận',
    intro: (giver: string, received: number) =>
      `Bên giao: ${giver}. ${received} đơn vị đã nhận tài khoản, không có trong danh sách dưới đây.`,
    empty: 'Mọi đơn vị trực thuộc đã nhận tài khoản quản trị.',
    once: 'Ghi một lần cho tất cả',
    serial: 'Số niêm phong, số phiếu đầu tiên',
    serialHint: 'Đơn vị sau lấy số tiếp theo: PB-001, PB-002…',
    pattern: 'Mẫu tên đăng nhập',
    usualPattern: 'qt.{mã}',
    placeOfCode: '{mã}',
    patternHint: 'Cho đơn vị chưa có tên đăng nhập; {mã} là mã đơn vị. Ví dụ: qt.{mã}',
    patternSame: 'Mẫu phải có {mã}; nếu không, mọi đơn vị trùng tên đăng nhập.',
    noCodes: (n: number) => `${n} đơn vị chưa có mã: gõ hoặc dán tên đăng nhập của đơn vị đó.`,
    namesBegin: ['ủy ban nhân dân ', 'uỷ ban nhân dân ', 'ubnd '],
    kindsShort: { p: 'phường', x: 'xã', tt: 'thị trấn', đk: 'đặc khu' } as Partial<
      Record<string, string>
    >,
    pastedByName: (n: number) => `Đã dán ${n} dòng, khớp theo tên hoặc mã đơn vị.`,
    pastedInOrder: (n: number) =>
      `Đã dán ${n} dòng theo thứ tự trên màn hình. Hãy so với tên đơn vị ở cột đầu; ` +
      'muốn chắc, dán cả cột tên hoặc mã đơn vị.',
    strangers: (names: string[]) =>
      `${names.length} dòng không thuộc đơn vị nào: ${names.slice(0, 5).join(', ')}${names.length > 5 ? '…' : ''}`,
    fill: 'Điền theo mẫu',
    units: 'Đơn vị nhận',
    unit: 'Đơn vị',
    head: 'Thủ trưởng, người ký nhận',
    position: 'Chức vụ',
    login: 'Tên đăng nhập',
    status: 'Tình trạng',
    choose: (name: string) => `Lập cho ${name}`,
    headOf: (name: string) => `Họ tên thủ trưởng ${name}`,
    positionOf: (name: string) => `Chức vụ thủ trưởng ${name}`,
    loginOf: (name: string) => `Tên đăng nhập ${name}`,
    pasteHint:
      'Dán từ Excel vào một ô: có cột tên hoặc mã đơn vị thì khớp theo cột đó; ' +
      'không thì theo thứ tự trên màn hình.',
    ready: 'đủ, sẽ lập',
    noHead: 'thiếu thủ trưởng',
    noLogin: 'thiếu tên đăng nhập',
    sameLogin: 'trùng tên đăng nhập',
    home: 'Về Việc cần làm',
    drafted: 'đã có bản nháp',
    printed: 'đã in, chờ ký',
    left: 'không chọn',
    chooseAll: 'Chọn mọi đơn vị đủ',
    make: (n: number) => `Lập ${n} biên bản nháp`,
    leftOut: (n: number) => `${n} đơn vị còn thiếu, chưa lập lần này:`,
    progress: 'Đang lập',
    cancelled: 'Đã dừng theo yêu cầu.',
    done: (n: number) => `Đã có ${n} biên bản nháp.`,
    failed: (n: number) => `${n} đơn vị chưa lập được:`,
    frozen: (printed: number, left: number) =>
      `Đã chốt và đưa vào tệp in ${printed} biên bản${left ? `, còn ${left} bản nháp` : ''}.`,
    freezes: 'Chốt và in thì nội dung không đổi được nữa: xem từng tờ trước khi in.',
    print: (n: number) => `Chốt và in cả ${n} biên bản`,
    printAgain: (n: number) => `In lại cả ${n} biên bản`,
    printing: 'Đang in',
    road: 'Sang In, ký, quét hàng loạt',
  },
} as const;

export const boardStateName: Record<BoardState, string> = {
  not_received: 'Chưa nhận tài khoản',
  overdue: 'Quá hạn bản quét',
  giving: 'Đang bàn giao tiếp',
  working: 'Đang làm',
  done: 'Xong',
};
/** The sign of a state, since colour is never the only one. */
export const boardStateSign: Record<BoardState, string> = {
  not_received: '○',
  overdue: '!',
  giving: '→',
  working: '…',
  done: '✓',
};
export const areaName: Record<Area, string> = {
  west: 'Tây Hải Phòng (Hải Dương cũ)',
  east: 'Đông Hải Phòng',
};
/** Units that stand right under the Sở and are no commune. */
export const ofDepartment = 'Đơn vị trực thuộc Sở';
