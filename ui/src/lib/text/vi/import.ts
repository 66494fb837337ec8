// Words of Nhập danh sách.
import type { DateOrder, Kind, LeftOut, Unused } from '../../ipc/call';

export const importing = {
  import: {
    steps: ['Tệp', 'Trang, tiêu đề', 'Khớp cột', 'Sửa lỗi', 'Tóm tắt'],
    file: 'Chọn tệp Excel hoặc CSV',
    paste: 'hoặc dán từ Excel vào đây',
    pasteHint: 'Chép cả dòng tiêu đề rồi dán.',
    read: 'Đọc',
    nothing: 'Hãy chọn một tệp hoặc dán bảng trước.',
    templates: 'Tải tệp mẫu để điền:',
    savedTo: 'Đã lưu vào',
    openSaved: 'Mở tệp',
    kind: 'Danh sách này là',
    areUnits: 'Mọi dòng đều ghi đơn vị khác. Đây là danh sách đơn vị trực thuộc?',
    asUnits: 'Đọc là danh sách đơn vị',
    useKind: 'Đọc theo loại này',
    sheet: 'Trang tính',
    hidden: 'ẩn',
    header: 'Dòng tiêu đề (0: không có)',
    pastedName: 'Bảng dán',
    dateOrder: 'Thứ tự ngày, tháng',
    dateDoubt: 'Chưa rõ, hãy chọn. Ví dụ:',
    oldFont: 'Bảng mã chữ',
    fontFound: 'tự nhận',
    converted: 'Đã chuyển chữ cũ sang Unicode',
    hiddenRows: 'Dòng bị ẩn trong tệp vẫn được đọc:',
    leftOut: 'Dòng không lấy',
    columns: 'Khớp cột',
    column: 'Cột trong tệp',
    samples: 'Ví dụ',
    means: 'Là',
    notTaken: 'Không lấy',
    newPeople: 'người mới',
    newClasses: 'lớp mới',
    newUnits: 'đơn vị mới',
    things: {
      assignments: 'người',
      officers: 'người',
      classes: 'lớp',
      units: 'đơn vị',
      csdl_accounts: 'tài khoản',
    },
    found: (n: number, what: string) => `${n} ${what} đọc được trong tệp`,
    howRead: 'Trang tính, tiêu đề, ngày, bảng mã chữ',
    headerAt: (row: number) => (row ? `tiêu đề ở dòng ${row}` : 'không có dòng tiêu đề'),
    resumed: 'Tiếp tục lần nhập đang làm dở:',
    preview: 'Trang biên bản của từng dòng, chưa ghi vào sổ',
    previewOf: 'Xem biên bản của',
    skippedRows: 'dòng không có gì để ghi, vì sao',
    andMore: (n: number) => `… và ${n} dòng nữa`,
    ignored: 'Cột không lấy',
    nothingToWrite:
      'Không có gì để ghi: mọi dòng đã có trong sổ hoặc đã bỏ qua. Lý do ghi ở từng dòng bên trên.',
    year: 'Bảng ghi năm học',
    otherSheets: 'Trang tính khác chưa đọc:',
    nextSheet: (name: string) => `Nhập tiếp trang ${name}`,
    changes: 'dòng khác với sổ',
    changesHow:
      'Cũ → mới. Dòng có ô đánh dấu chỉ đổi trong sổ khi được đánh dấu; các dòng khác đổi cùng lúc ghi.',
    holdsFrom: (date: string) =>
      `Tiêu đề ghi “từ ngày ${date}”. Biên bản không lấy ngày này: quyền có từ khi ghi nhận đã ký. ` +
      'Muốn bắt đầu muộn hơn thì thêm cột “Từ ngày”.',
    changesAll: 'Cũ → mới, đổi cùng lúc ghi.',
    takeAll: (count: number) => `Đánh dấu cả ${count} dòng`,
    notSaid: 'chưa ghi',
    check: 'Kiểm tra',
    wrong: 'dòng chờ sửa',
    added: 'thêm',
    edited: 'sửa',
    skipped: 'bỏ qua',
    drafts: 'biên bản nháp',
    tasks: 'việc thêm vào Việc trên CSDL',
    over: 'Khép việc',
    onlyWrong: 'Chỉ hiện dòng chờ sửa',
    takeProposals: 'Nhận hết giá trị đề xuất',
    saveWrong: 'Lưu dòng chờ sửa ra Excel',
    wrongTo: 'Lưu vào tệp (không ghi đè tệp đã có)',
    toSummary: 'Xem tóm tắt',
    allMended: 'Không còn dòng nào chờ sửa.',
    gridLabel: 'Các dòng của tệp',
    problems: 'Những chỗ cần xem',
    take: 'Lấy',
    leaveOut: 'Bỏ qua dòng',
    takeBack: 'Lấy lại dòng',
    lacks: (column: string) => `Còn thiếu cột: ${column}.`,
    incomplete: 'Chưa nhận ra các cột cần thiết. Hãy chọn dòng tiêu đề và cho biết từng cột là gì.',
    promise:
      'Những gì đang có mà tệp không nhắc đến vẫn giữ nguyên. Ô trống không xóa gì. ' +
      'Không quyền nào có hiệu lực khi chưa ký. ' +
      'Hoàn tác được cả lần nhập, kể cả nhiều ngày sau.',
    write: 'Ghi vào sổ',
    writeDrafts: 'Ghi vào sổ và lập biên bản nháp',
    done: 'Đã ghi.',
    wrote: (added: number, edited: number, drafts: number) =>
      `Đã ghi: ${added} thêm, ${edited} sửa, ${drafts} biên bản nháp. In rồi ký.`,
    toRoad: 'Đi in biên bản',
    toAccounts: (n: number) => `Lập biên bản cho ${n} đơn vị`,
    toAllAccounts: (n: number) => `Lập biên bản cho mọi đơn vị chưa nhận (${n})`,
    another: 'Nhập tệp khác',
    earlier: 'Các lần nhập trên máy này',
    undo: 'Hoàn tác cả lần nhập',
    fileName: 'Tệp',
    kindOf: 'Loại danh sách',
    addedRows: 'Thêm',
    editedRows: 'Sửa',
    undoneOn: 'Hoàn tác lúc',
    undoneCount: (n: number) =>
      n ? `Đã hoàn tác ${n} việc.` : 'Không còn việc nào hoàn tác được.',
    kept: 'Giữ lại',
    keptMany: (n: number) => `Giữ lại ${n} việc`,
  },
} as const;

export const importKindName: Record<Kind, string> = {
  assignments: 'Phân công',
  officers: 'Cán bộ',
  classes: 'Lớp',
  units: 'Đơn vị trực thuộc',
  csdl_accounts: 'Tài khoản trên Hệ thống CSDL',
};

/** Rows that were left out, and why; of many only the first. */
export function leftOutRows(rows: readonly [number, LeftOut][], most: number): string {
  const named = rows.slice(0, most).map(([row, why]) => `${row} (${leftOutName[why]})`);
  return named.join(', ') + (rows.length > most ? '…' : '');
}

const leftOutName: Record<LeftOut, string> = {
  title: 'tựa đề',
  header: 'lặp tiêu đề',
  banner: 'dòng nhóm',
  numbers: 'số thứ tự cột',
  sum: 'dòng cộng',
  closing: 'cuối bảng',
};

/** Why what a column says is not stored. */
export const unusedName: Record<Unused, string> = {
  title: 'chưa biết tiêu đề này là gì',
  untitled: 'cột không có tiêu đề',
  kind: 'loại danh sách này không dùng cột ấy',
  twice: 'đã có cột khác mang cùng nội dung',
  chosen: 'anh/chị chọn không lấy',
  note: 'ghi chú không vào sổ',
  grade: 'khối được suy ra từ tên lớp',
  mail: 'chỉ để kiểm tra trùng, không lưu',
};

/** In which order days and months of a file stand. */
export const dateOrderName: Record<DateOrder, string> = {
  unknown: 'theo tệp',
  day_month: 'ngày/tháng/năm',
  month_day: 'tháng/ngày/năm',
};

/** Why nothing comes of a row. */
export const skippedName: Record<'same' | 'left_out', string> = {
  same: 'đã có đủ trong sổ, không khác gì',
  left_out: 'anh/chị chọn bỏ qua',
};

/** Some names, of many only the first. */
export function someNames(names: readonly string[], most: number): string {
  return names.slice(0, most).join(', ') + (names.length > most ? '…' : '');
}
