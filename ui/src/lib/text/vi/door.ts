// Words of the door: first run and unlocking.

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
    code: 'Có mã kích hoạt',
    codeHint: 'Cấp trên đã trao phiếu kích hoạt.',
    restore: 'Khôi phục từ USB',
    restoreHint: 'Có tệp sao lưu và mã khôi phục đã in.',

    kind: 'Loại đơn vị',
    levels: 'Cấp học',
    name: 'Tên đầy đủ của đơn vị',
    commune: 'Xã, phường, đặc khu',
    code2: 'Mã trường (nếu có)',
    symbol: 'Ký hiệu văn bản, ví dụ THCSTB',
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
    recoveryDone: 'Tôi đã chép mã ra giấy',
  },
  unlock: {
    pin: 'Mã PIN',
    orPassword: 'hoặc mật khẩu',
    title: 'Mở dữ liệu trên máy này',
    action: 'Mở',
    forgot: 'Quên mật khẩu, hoặc máy mất khóa',
    recover: 'Mở bằng mã khôi phục',
    recoverText: 'Nhập mã khôi phục đã in và đặt mật khẩu mới. Việc chưa gửi vẫn còn nguyên.',
  },
} as const;
