// Words of the path of a batch, and of what is done with many at once.
import type { Stop } from '../../ipc/call';

export const batch = {
  path: {
    title: 'Đường đi của biên bản',
    due: 'hạn',
  },
  batch: {
    recording: 'Đang ghi nhận',
    numbering: 'Đang cấp số',
    printing: 'Đang làm bản in',
    freezing: 'Đang chốt',
    signing: 'Đang ký số',
    drafting: 'Đang lập nháp',
    ticking: 'Đang ghi',
    aheadOf: (count: number, from: number, to: number) =>
      `${count} số: ${from}${to > from ? ` → ${to}` : ''}.`,
    ahead: 'Số sẽ cấp, theo thứ tự của chồng giấy. Viết số lên từng tờ trước khi quét.',
    last: (number: number) => `Số cuối đã cấp: ${number}.`,
    next: (number: number) => `Lấy số ${number}`,
    first: 'Số đầu tiên',
    badFirst: 'Số đầu tiên chỉ gồm chữ số.',
    firstHint: 'Các số sau nối tiếp.',
    firstBlank: 'Để trống: ghi nhận trước, cấp số sau.',
    recordNumber: 'Ghi nhận đã ký và cấp số',
    giveNumbers: 'Cấp số',
    recorded: (recorded: number, numbered: number) =>
      numbered
        ? `Đã ghi nhận ${recorded} biên bản, đã cấp ${numbered} số.`
        : `Đã ghi nhận ${recorded} biên bản.`,
    numbered: (numbered: number) => `Đã cấp ${numbered} số.`,
    partly: (done: number, all: number) =>
      `${done} trong ${all} đã ghi; phần còn lại bị từ chối, bấm lại để làm tiếp.`,
    papers: (n: number) => `${n} biên bản`,
    notYet: 'Ngày này chưa đến. Hãy xem lại tờ giấy.',
    stopped: 'Đã dừng; phần đã làm vẫn giữ.',
  },
} as const;

export const stopName: Record<Stop, string> = {
  list: 'Danh sách',
  draft: 'Nháp',
  printed: 'Đã in',
  signed: 'Đã ký',
  number: 'Số',
  scan: 'Quét',
  csdl: 'Hệ thống CSDL',
};

/** What the number at a stop counts. */
export const stopCounts: Record<Stop, string> = {
  list: 'chưa lập',
  draft: 'chờ in',
  printed: 'chờ ký',
  signed: 'đã ký',
  number: 'chờ số',
  scan: 'chờ quét',
  csdl: 'việc chờ làm',
};

/** The one next button. */
export const stopAct: Record<Stop, string> = {
  list: 'Lập biên bản',
  draft: 'In biên bản',
  printed: 'Ghi nhận đã ký',
  signed: 'Xem biên bản đã ký',
  number: 'Cấp số',
  scan: 'Xếp chồng bản quét',
  csdl: 'Làm trên Hệ thống CSDL',
};
