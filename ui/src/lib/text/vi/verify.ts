// Words of Kiểm chữ ký số.
import type { AfterKind, AfterRow, Party, RootSet, TrustedKind } from '../../ipc/call';
import { partyName } from './handover';

export const verify = {
  verify: {
    lead: 'Thả tệp PDF đã ký vào đây, hoặc chọn tệp. Tệp được kiểm trên máy này, không gửi đi đâu.',
    pick: 'Tệp PDF đã ký',
    check: 'Kiểm',
    passes: 'Mọi chữ ký đều đúng, tệp không bị sửa sau khi ký',
    passesButNotes:
      'Các chữ ký đều đúng, tệp không bị sửa sau khi ký. Xem điều chưa kiểm được bên dưới.',
    chooseCertificate: 'Hãy chọn tệp chứng thư hoặc danh sách thu hồi trước.',
    fails: 'Không đạt: không dùng tệp này',
    whole: 'ký trên toàn bộ tệp',
    part: 'ký trên phần tệp có đến lúc ký',
    after: 'Sau đó',
    claimed: 'Giờ máy người ký',
    proven: 'Dấu thời gian',
    issuer: 'Nơi cấp chứng thư',
    field: 'Ô ký',
    stamp: 'Dấu thời gian trên cả tệp',
    blank: 'Ô chưa ký',
    trusted: 'Chứng thư gốc và danh sách thu hồi trên máy này',
    trustedHint:
      'Chỉ thêm tệp lấy từ nơi cấp chính thức: ' +
      'tin nhầm một chứng thư gốc là tin mọi chữ ký dưới nó.',
    trustedEmpty: 'Chưa có chứng thư gốc nào.',
    ofSet: 'Thuộc',
    set: 'Chứng thư gốc này của',
    setHint: 'Danh sách thu hồi thì chọn mục nào cũng được.',
    trust: 'Thêm vào danh sách tin cậy',
    trustPick: 'Tệp chứng thư hoặc danh sách thu hồi',
    until: 'Đến ngày',
    kind: 'Loại',
    name: 'Tên',
    confirm:
      'Xác nhận điện tử trong Bàn Giao không phải chữ ký số; ' +
      'trang này chỉ kiểm chữ ký số trong tệp PDF.',
  },
} as const;

export const setName: Record<RootSet, string> = {
  government: 'Chuyên dùng công vụ (Ban Cơ yếu Chính phủ)',
  public: 'Công cộng (NEAC)',
  other: 'Khác',
};
export const trustedName: Record<TrustedKind, string> = {
  root: 'Chứng thư gốc',
  authority: 'Nơi cấp',
  list: 'Danh sách thu hồi',
};

/** A field of our own papers in words; others are shown by their names. */
export function signedField(name: string): string {
  const party = (Object.keys(partyName) as Party[]).find((key) => partyField[key] === name);
  const gap = /_(number|day|month|hour|minute)_\d+$/.exec(name)?.[1] as
    keyof typeof gapName | undefined;
  return party ? partyName[party] : gap ? gapName[gap] : (otherField[name] ?? name);
}

/** What came after a signature, in words. */
export function cameAfter(row: AfterRow): string {
  const field = row.field ? ` (${signedField(row.field)}${row.text ? `: ${row.text}` : ''})` : '';
  return `${afterName[row.what]}${field}`;
}

const partyField: Record<Party, string> = {
  giver: 'minutes_giver',
  receiver: 'minutes_receiver',
  commitment_receiver: 'commitment_receiver',
  commitment_head: 'commitment_head',
  third: 'minutes_third',
  organisation: 'minutes_organisation',
  receiving_organisation: 'minutes_receiving_organisation',
};
const gapName = { number: 'số', day: 'ngày', month: 'tháng', hour: 'giờ', minute: 'phút' };
const otherField: Record<string, string> = {
  lawful_copy: 'Sao y của cơ quan',
  archive_time_stamp: 'Dấu thời gian lưu trữ',
};
const afterName: Record<AfterKind, string> = {
  signed: 'ký thêm',
  filled: 'điền',
  signed_new_field: 'thêm ô và ký',
  evidence: 'thêm bằng chứng lưu trữ',
  description: 'ghi lại phần mô tả tệp',
};
