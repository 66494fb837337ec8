// Words of Ai được làm gì.

export const rights = {
  rights: {
    at: 'Vào lúc',
    atExample: 'Ví dụ: 15/11/2026',
    atHint: 'Một ngày: mọi người có quyền lúc nào đó trong ngày. Ngày và giờ: đúng lúc ấy.',
    within: 'trong ngày:',
    since: 'từ',
    class: 'Lớp',
    allClasses: 'Mọi lớp, chức năng',
    who: 'Người',
    what: 'Được làm gì',
    until: 'Đến ngày',
    by: 'Theo biên bản',
    recorded: 'Ghi nhận',
    dated: 'Ngày trên giấy',
    openedAt: 'Máy chủ mở',
    waiting: 'chờ máy chủ',
    empty: 'Không có quyền nào vào lúc đó.',
    paper: 'Lập bảng kê để ký',
    open: 'Mở bảng kê',
    alone: 'chưa đối chiếu với Sở',
  },
} as const;
