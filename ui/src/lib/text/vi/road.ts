// Words of In, ký, quét.

export const road = {
  road: {
    open: 'Biên bản ở chặng này',
    allAccounts: 'Lập cho mọi đơn vị chưa nhận',
    open1: 'Mở biên bản',
    oneByOne: 'chưa có biên bản: xem và lập từng cái',
    assignments: 'Dán hoặc chọn danh sách phân công',
    unmade: 'chưa có biên bản, lập từng cái hoặc nhập danh sách',
    onCsdl: 'việc chờ làm trên Hệ thống CSDL.',
    scans: 'Bản quét',
    waitForScan: 'biên bản chờ bản quét',
    stack: 'Xếp chồng bản quét',
    stackHint:
      'Quét cả chồng thành một hay nhiều tệp PDF hoặc ảnh, từ 200 dpi, thứ tự nào cũng được, ' +
      'trang lộn ngược cũng được. Mỗi trang tự vào đúng biên bản theo mã QR.',
    filed: 'biên bản đã có bản quét',
    pages: 'trang',
    unfiled: 'chỗ chưa xếp được',
    page: 'Trang',
    reading: 'Đang đọc từng trang',
    left: (pages: number[]) =>
      `Đã dừng; trang đã xếp vẫn giữ. Chưa xếp trang ${pages.join(', ')}: đưa lại tệp khi cần.`,
    unread: (files: string[]) => `Chưa đọc tệp: ${files.join(', ')}.`,
    blank: (pages: number[]) =>
      `${pages.length} trang trắng, không cần xếp: trang ${pages.join(', ')}.`,
    twice: (pages: number) => `${pages} trang quét trùng, bỏ qua.`,
    there: (pages: number) => `${pages} trang đã có bản quét từ trước, bỏ qua.`,
    blocked: 'việc chặn lại, cần xử lý trước',
    empty: 'Không còn biên bản nào ở chặng này.',
  },
} as const;
