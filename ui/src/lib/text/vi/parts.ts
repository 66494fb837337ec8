// Words that the components themselves say, whatever screen they are on.

export const parts = {
  parts: {
    stop: 'Dừng',
    undo: 'Hoàn tác',
    undone: 'Đã hoàn tác.',
    said: 'Thông báo',
    showPassword: 'Hiện nội dung đã gõ',
    hidePassword: 'Ẩn nội dung đã gõ',
    capitals: 'Caps Lock đang bật.',
    openCalendar: 'Chọn ngày trên lịch',
    calendar: 'Lịch',
    month: (month: number, year: number) => `Tháng ${month}/${year}`,
    monthBefore: 'Tháng trước',
    monthAfter: 'Tháng sau',
    yearBefore: 'Năm trước',
    yearAfter: 'Năm sau',
    today: 'Hôm nay',
    weekdays: [
      ['T2', 'Thứ Hai'],
      ['T3', 'Thứ Ba'],
      ['T4', 'Thứ Tư'],
      ['T5', 'Thứ Năm'],
      ['T6', 'Thứ Sáu'],
      ['T7', 'Thứ Bảy'],
      ['CN', 'Chủ nhật'],
    ],
    dayForm: 'ngày/tháng/năm',
  },
} as const;
