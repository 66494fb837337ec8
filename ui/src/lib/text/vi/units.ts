// Words of units: their papers, accounts, legal grounds, and what is left to do on Hệ thống CSDL.
import type {
  AccountKind,
  CsdlAction,
  CsdlDifference,
  CsdlOver,
  DocumentKind,
  DocumentRow,
  Numbering,
  SchoolLevel,
  System,
  UnitKind,
} from '../../ipc/call';

export const units = {
  units: {
    all: 'Tất cả đơn vị',
    add: 'Thêm đơn vị',
    code: 'Mã đơn vị',
    kind: 'Loại',
    head: 'Thủ trưởng',
    headEdit: 'Sửa',
    papersOfHead: 'Xem tài khoản, biên bản',
    headReplace: 'Thay',
    headFrom: (from: string) => `từ ${from}:`,
    headCode: 'Mã cán bộ của thủ trưởng',
    takeRegister: 'Nhận lại sổ số',
    firstNumber: 'Số tiếp theo theo giấy',
    firstHint: 'Chỉ cần nếu máy cũ chưa từng kết nối Sở',
    readRegister: 'Xem sổ số',
    noNumbers: 'Chưa cấp số nào.',
    openNumbers: 'chưa dùng: cấp cho biên bản đã ghi số này, hoặc ghi bỏ số',
    number: 'Số',
    standing: 'Tình trạng',
    carried: 'đã cấp',
    open: 'chưa dùng',
    remark: 'Ghi chú',
    skipped: 'bỏ số',
    skip: 'Ghi bỏ số',
    elsewhere: 'đã dùng cho văn bản khác',
    useElsewhere: 'Ghi đã dùng cho văn bản khác',
    elsewhereHint: 'Lý do bỏ số; hoặc số, ký hiệu, ngày của văn bản đã dùng số này.',
    signedBefore: 'ký từ năm trước',
    typedWrongly: 'trước ghi nhầm số',
    takeRegisterText:
      'Sổ số của năm nay chuyển về máy này, bắt đầu trên dải số cũ. ' +
      'Các số máy cũ chưa dùng được ghi bỏ kèm lý do, không dùng lại. Hãy nhập lại mật khẩu.',
    confirm: 'Xác nhận trực thuộc',
    rename: 'Đổi tên',
    levels: 'Cấp học',
    levelsChange: 'Sửa cấp học',
    levelsText:
      'Chọn mọi cấp học của đơn vị từ ngày ghi bên dưới. Lớp và giấy tờ trước ngày đó giữ nguyên.',
    levelsFree:
      'Đơn vị chưa kết nối Sở, hoặc chưa từng ghi cấp học: sửa được ngay, không cần quyết định.',
    move: 'Chuyển cấp trên',
    moveTo: 'Cấp trên mới',
    moveText:
      'Giấy tờ cũ giữ tên và cấp trên cũ. Quyền đang có giữ nguyên đến khi có biên bản mới thay thế; ' +
      'cấp trên cũ không còn việc gì ở đơn vị này. Thủ trưởng đơn vị cần sửa cơ quan chủ quản và địa ' +
      'danh in trên giấy.',
    below: 'Đơn vị trực thuộc',
    noneBelow: 'Chưa có đơn vị trực thuộc nào trong sổ.',
    name: 'Đơn vị',
    parent: 'Cấp trên',
    proposed: 'đề xuất, chưa xác nhận',
    received: 'Đã nhận tài khoản',
    has: 'Đã nhận',
    receiving: 'Đang bàn giao',
    openMinutes: 'Mở biên bản',
    giveAgain: 'Bàn giao lại tài khoản',
    notReceived: 'Chưa nhận',
    signed: 'Đã ký',
    settings: 'Cách trình bày văn bản',
    superior: 'Cơ quan chủ quản',
    symbol: 'Ký hiệu',
    place: 'Địa danh',
    headedHint: 'Bỏ trống thì ghi theo đơn vị cấp trên',
    filed: 'Nơi lưu',
    filedHint: 'Chữ ghi sau “Lưu: VT,”; bỏ trống thì ghi như thường lệ',
    numbering: 'Cách lấy số',
  },
  grounds: {
    title: 'Căn cứ in sẵn trong biên bản',
    text: 'Căn cứ',
    standing: 'Tình trạng',
    checked: 'Đã đối chiếu',
    unchecked: 'Chưa đối chiếu',
    uncheckedOnes: (n: number) =>
      `${n} căn cứ in sẵn chưa đối chiếu với bản gốc. Không cản trở việc lập biên bản.`,
    checkedBy: 'Người, ngày đối chiếu',
    cited: 'Viện dẫn',
    citing: 'viện dẫn',
    cite: 'Đúng, viện dẫn',
    citeTip: 'Đã đối chiếu, tiếp tục viện dẫn',
    leave: 'Không viện dẫn',
    leaveTip: 'Đã đối chiếu, không viện dẫn',
    left: 'không viện dẫn',
    notInForce: 'Không có hiệu lực hôm nay',
    hint: 'Mở bản gốc của văn bản, so số, ngày, trích yếu và hiệu lực rồi ghi vào đây.',
    open: 'Đối chiếu ở mục Đơn vị',
  },
  accounts: {
    title: 'Tài khoản',
    add: 'Thêm tài khoản',
    system: 'Hệ thống',
    otherSystem: 'Tên hệ thống',
    address: 'Địa chỉ',
    addressHint: 'Ví dụ: csdl.haiphong.edu.vn',
    kind: 'Loại',
    holder: 'Người giữ',
    headHolds: 'Thủ trưởng tự quản lý',
    holderHint: 'Để trống nếu thủ trưởng tự quản lý.',
    closedOn: 'Ngày đóng',
    empty: 'Chưa có tài khoản nào trong sổ.',
  },
  documents: {
    kind: 'Dùng làm',
    add: 'Thêm văn bản',
    title: 'Loại',
    number: 'Số, ký hiệu',
    date: 'Ngày',
    numberHint: 'Ví dụ: 45/QĐ-THCSĐG',
    named: (paper: string, date: string) =>
      `Danh sách kèm theo ${paper} ngày ${date}: chưa có trong sổ, bấm nút dưới đây để ghi.`,
    noneYet: 'Chưa có văn bản trong sổ; có thể bỏ qua, hoặc thêm ngay.',
    issuer: 'Cơ quan ban hành',
    subject: 'Trích yếu',
    until: 'Có hiệu lực đến hết',
    lasts: 'Hiệu lực đến',
    untilHint: 'Bỏ trống nếu văn bản không ghi',
    end: 'Hết hiệu lực',
    ended: 'Biên bản lập sau ngày này không viện dẫn văn bản nữa; bản đã lập thì giữ nguyên.',
    empty: 'Sổ chưa có văn bản nào.',
  },
  csdl: {
    login: 'Tên đăng nhập',
    by: 'Theo',
    done: 'Kết quả',
    did: (on: string, who: string) => `đã làm ${on}, ${who}`,
    person: 'Cán bộ',
    unit: 'Đơn vị',
    waitsFor: (unit: string) => `Chờ ${unit} làm`,
    what: 'Cần làm trên hệ thống',
    tick: 'Ghi đã làm hôm nay',
    tickAll: 'Ghi đã làm tất cả',
    sure: (tasks: number, people: number) =>
      `Ghi ${tasks} việc của ${people} tài khoản là đã làm hôm nay? Ghi rồi thì không hoàn tác được.`,
    doneToday: 'Đã làm',
    copy: 'Chép',
    copied: 'Đã chép tên đăng nhập và quyền.',
    open: (tasks: number, people: number) => `${tasks} việc của ${people} tài khoản`,
    doneOne: (name: string) => `Đã ghi xong việc của ${name}.`,
    doneMany: (tasks: number, people: number) =>
      `Đã ghi xong ${tasks} việc của ${people} tài khoản.`,
    doneSome: (ticks: number, all: number) =>
      `${ticks} trong ${all} việc đã ghi; phần còn lại vẫn chờ, bấm lại để ghi tiếp.`,
    empty: 'Không còn việc nào trên Hệ thống CSDL.',
    note:
      'Bàn Giao không tự mở quyền trên Hệ thống CSDL: ' +
      'người quản lý tài khoản làm rồi ghi vào đây.',
  },
} as const;

export const unitKindName: Record<UnitKind, string> = {
  department: 'Sở GDĐT',
  commune: 'UBND xã, phường',
  district_office: 'Phòng GDĐT (cũ)',
  school: 'Trường công lập',
  centre: 'Trung tâm',
  private_school: 'Trường tư thục',
  independent_group: 'Nhóm trẻ độc lập',
  special_school: 'Trường chuyên biệt',
  division: 'Phòng của Sở',
};
/** What the head of a new unit is called, unless somebody types something else. */
export const headPosition: Record<UnitKind, string> = {
  department: 'Giám đốc',
  commune: 'Chủ tịch',
  district_office: 'Trưởng phòng',
  school: 'Hiệu trưởng',
  centre: 'Giám đốc',
  private_school: 'Hiệu trưởng',
  independent_group: 'Chủ nhóm trẻ',
  special_school: 'Hiệu trưởng',
  division: 'Trưởng phòng',
};
export const levelName: Record<SchoolLevel, string> = {
  preschool: 'Mầm non',
  primary: 'Tiểu học',
  lower_secondary: 'THCS',
  upper_secondary: 'THPT',
  continuing: 'GDTX',
};
export const numberingName: Record<Numbering, string> = {
  own_series: 'Sổ riêng do chương trình cấp',
  typed: 'Lấy từ sổ chung, nhập tay',
  none: 'Không lấy số',
};
export const systemName: Record<System['name'], string> = {
  csdl: 'Hệ thống CSDL',
  ban_giao: 'Bàn Giao',
  other: 'Hệ thống khác',
};
export const accountKindName: Record<AccountKind, string> = {
  admin: 'Quản trị',
  use: 'Khai thác, sử dụng',
};
export const documentKindName: Record<DocumentKind, string> = {
  assignment: 'Phân công',
  appointment: 'Bổ nhiệm, giao phụ trách',
  directive: 'Chỉ thị, hướng dẫn năm học',
  introduction: 'Giấy giới thiệu',
  plan: 'Kế hoạch',
  other: 'Khác',
};
/** What a paper of a kind is called, unless somebody types something else. */
export const documentTitle: Record<DocumentKind, string> = {
  assignment: 'Quyết định',
  appointment: 'Quyết định',
  directive: 'Chỉ thị',
  introduction: 'Giấy giới thiệu',
  plan: 'Kế hoạch',
  other: 'Công văn',
};
export const actionName: Record<CsdlAction, string> = {
  open: 'Mở quyền',
  close: 'Khóa quyền',
  change_holder: 'Đổi người giữ, đổi mật khẩu',
  change_scope: 'Sửa phạm vi quyền',
};
/** What a comparison with the accounts there found. */
export const differenceName: Record<CsdlDifference, string> = {
  without_minutes: 'Có tài khoản, không có biên bản',
  leaver: 'Đã thôi công tác',
  supplier: 'Giống tài khoản nhà cung cấp',
  unknown_person: 'Không rõ của ai',
  other_holder: 'Trong sổ là của người khác',
  shared_login: 'Nhiều người dùng chung',
  several_logins: 'Người này đã có tài khoản khác',
  wrong_class: 'Mở được lớp không giao',
  wrong_function: 'Có chức năng không giao',
  not_opened: 'Có biên bản, chưa mở',
};
/** Why a line is over that nobody ticked. */
export const overName: Record<CsdlOver, string> = {
  seen_there: 'Danh sách sau cho thấy đã làm',
  settled_here: 'Đã giải quyết trong sổ',
  undone: 'Đã hoàn tác lần nhập',
};
/** A paper as lists name it. */
export function paperName(paper: DocumentRow): string {
  return `${paper.title} ${paper.number} – ${paper.subject}`;
}

/** A unit's name without what all of its kind begin with, for lists: `Phường Lê Chân`, `THCS Lợi`. */
export function shortUnit(name: string): string {
  const short = name
    .replace(/^(Ủy|Uỷ) ban nhân dân\s+/i, '')
    .replace(/^Trường\s+(?=\p{L})/u, '')
    .replace(/Trung học cơ sở/g, 'THCS')
    .replace(/Trung học phổ thông/g, 'THPT');
  return short.charAt(0).toUpperCase() + short.slice(1);
}
