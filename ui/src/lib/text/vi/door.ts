// Words of the door: first run and unlocking.
import type { UnitKind } from '../../ipc/call';

export const door = {
  first: {
    title: 'Bàn giao tài khoản và quyền dữ liệu bằng biên bản',
    lead: 'Chọn một cách bắt đầu. Không cách nào cần mạng, trừ khi có mã kích hoạt.',
    promises: [
      'Ai được làm gì, từ ngày nào, theo biên bản số mấy: trả lời được cho mọi ngày.',
      'Làm, in và ghi nhận ngay trên máy này, có mạng thì gửi về Sở.',
      'Dữ liệu mã hóa bằng mật khẩu của đơn vị.',
    ],
    begin: 'Bắt đầu',
    already: 'Đã có phiếu hoặc bản sao lưu',
    own: 'Bắt đầu với đơn vị của tôi',
    ownHint: 'Lập và in biên bản cho trường, phường hoặc Sở ngay hôm nay, kết nối Sở sau.',
    demo: 'Xem thử',
    demoHint: 'Một trường, một phường mẫu, không có thật; xóa bằng một nút.',
    demoBack: 'Mở lại dữ liệu xem thử vừa xóa',
    code: 'Có mã kích hoạt',
    codeHint: 'Cấp trên đã trao phiếu kích hoạt.',
    restore: 'Khôi phục từ USB',
    restoreHint: 'Có tệp sao lưu và mã khôi phục đã in.',

    kind: 'Loại đơn vị',
    levels: 'Cấp học',
    levelsOfCommune: 'Cấp học được giao quản lý',
    levelsHint: 'Đề xuất theo tên đơn vị; hãy xem lại. Sửa được sau, ở mục Đơn vị.',
    levelsMissing: 'Chưa chọn cấp học. Hãy chọn ít nhất một cấp học của đơn vị.',
    /** Within a name, the kind of commune is written small. */
    committee: (commune: string) =>
      `Ủy ban nhân dân ${commune.charAt(0).toLowerCase()}${commune.slice(1)}`,
    departmentName: 'Sở Giáo dục và Đào tạo Hải Phòng',
    name: 'Tên đầy đủ của đơn vị',
    commune: 'Xã, phường, đặc khu',
    communeHint: 'Gõ chữ đầu của tên để tới nhanh.',
    communeMissing:
      'Chưa chọn xã, phường, đặc khu. Trường mầm non, tiểu học, THCS công lập thuộc xã, phường; ' +
      'tên đó in ở đầu văn bản.',
    code2: 'Mã trường (nếu có)',
    symbol: 'Ký hiệu văn bản, ví dụ THCSTB',
    symbolOfCommune: 'Ký hiệu văn bản, ví dụ UBND',
    symbolOfDepartment: 'Ký hiệu văn bản, ví dụ SGDĐT',
    head: 'Họ tên thủ trưởng',
    position: 'Chức vụ của thủ trưởng',
    start: 'Bắt đầu',
    server: 'Địa chỉ máy chủ',
    activation: 'Mã kích hoạt',
    found: 'Bản sao lưu tìm thấy trên USB',
    file: 'Đường dẫn tệp sao lưu',
    recovery: 'Mã khôi phục',
    newPassword: 'Mật khẩu mới',
    recoveryTitle: 'Mã khôi phục',
    recoveryText:
      'In hoặc chép mã này ra giấy, niêm phong và giao thủ trưởng giữ. ' +
      'Mã chỉ hiện một lần; quên mật khẩu mà không có mã thì không mở được dữ liệu.',
    recoveryLater: 'Vẫn dùng mã cũ',
    recoveryDone: 'Tôi đã chép mã ra giấy',
    recoveryPrint: 'In, hoặc lưu thành PDF',
    recoveryPrinted: 'Mã khôi phục dữ liệu Bàn Giao, in ngày',
    groupAsked: 'Nhập lại từ tờ giấy: nhóm thứ',
    groupHint: 'Bốn ký tự giữa hai dấu gạch',
    groupDiffers: 'Nhóm này khác với mã ở trên. Hãy xem lại tờ giấy đã chép rồi nhập lại.',
  },
  unlock: {
    pin: 'Mã PIN',
    orPassword: 'hoặc mật khẩu',
    title: 'Mở dữ liệu trên máy này',
    action: 'Mở',
    forgot: 'Quên mật khẩu, hoặc gõ đúng mà vẫn không mở được',
    recover: 'Mở bằng mã khôi phục',
    recoverText: 'Nhập mã khôi phục đã in và đặt mật khẩu mới. Việc chưa gửi vẫn còn nguyên.',
  },
} as const;

/** A commune by its own name first: `Lê Chân – phường (11383)`. */
export function communeByName(name: string, code: string): string {
  const match = /^(Đặc khu|Phường|Xã)\s+(.+)$/.exec(name);
  return match ? `${match[2]} – ${(match[1] ?? '').toLowerCase()} (${code})` : `${name} (${code})`;
}

/** The symbol of a unit's papers, as its name proposes: `THCSĐG`. */
export function symbolOf(kind: UnitKind, name: string): string {
  if (kind === 'department') return 'SGDĐT';
  if (kind === 'commune') return 'UBND';
  const words = name
    .normalize('NFC')
    .split(/[\s–-]+/)
    .filter((word) => word && word !== 'và');
  if (words[0] === 'Trường') words.shift();
  if (words.length < 2) return '';
  return words
    .map((word) =>
      /^\p{Lu}+$/u.test(word) && word.length > 1 ? word : word.charAt(0).toUpperCase(),
    )
    .join('');
}
