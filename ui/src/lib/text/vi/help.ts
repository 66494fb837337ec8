// Words of Trợ giúp: the rules in a few sentences, keys, support, and what F1 says first.

export const help = {
  helpHere: 'Màn hình này',
  helpKeys: 'Phím tắt',
  helpSupport: 'Nơi hỗ trợ',
  helpCodes: 'Mã lỗi',
  help: [
    'Không có biên bản đã ký thì không có quyền: ' +
      'quyền có hiệu lực khi ghi nhận đủ chữ ký, và mở trên máy chủ khi máy chủ nhận.',
    'Bản quét phải vào sổ trong 7 ngày kể từ khi ghi nhận; quá hạn thì quyền tự dừng.',
    'Thu hồi có hiệu lực ngay, không cần chữ ký; biên bản thu hồi in sau.',
    'Mất mạng vẫn làm, in và ghi nhận được. Việc chờ gửi được giữ trên máy này.',
  ],
  keys: [
    ['Ctrl + K', 'Tìm người, lớp, đơn vị, biên bản'],
    ['Ctrl + 1…9', 'Mở các mục theo thứ tự'],
    ['Ctrl + L', 'Khóa màn hình'],
    ['F1', 'Trang này'],
    ['Tab, Enter, Esc', 'Đi tới, bấm, đóng hộp'],
    ['F2, Enter', 'Sửa ô trong bảng'],
    ['Ctrl + C, V, D, Z', 'Chép, dán, điền xuống, hoàn tác trong bảng'],
  ],
  support:
    'Cán bộ trường hỏi người quản lý tài khoản của trường; ' +
    'trường hỏi UBND xã, phường, đặc khu; xã, phường, đặc khu hỏi Sở Giáo dục và Đào tạo. ' +
    'Khi gọi, đọc mã lỗi BG-… trên màn hình.',
} as const;

/** What F1 says first, by the screen it was asked from. */
export const screenHelp: Record<string, string> = {
  home:
    'Việc gấp nhất ở trên cùng. Bấm một việc để mở đúng nơi làm việc đó. ' +
    'Ô “Ai mở được lớp … ngày …?” trả lời cho mọi ngày đã qua, kèm số biên bản.',
  board:
    'Mỗi ô là một đơn vị trực thuộc, tô theo trạng thái; bấm trạng thái hoặc nhóm để lọc, bấm ô để mở đơn vị. ' +
    'Thẻ Bảng sắp xếp, tìm và xuất Excel được. Danh sách nhắc chép sẵn việc còn thiếu để gửi tin nhắn.',
  accounts:
    'Địa điểm, ngày giờ, bên giao, căn cứ ghi một lần cho mọi đơn vị. ' +
    'Đơn vị thiếu thủ trưởng hay tên đăng nhập thì điền ngay trong dòng, hoặc dán cả cột từ Excel.',
  officers:
    'Bấm tên để xem quyền, chức vụ và biên bản của một người. Bấm Giao quyền để lập biên bản nháp.',
  person:
    'Mọi thay đổi về quyền đều kéo theo giấy tờ: ' +
    'giao thêm thì có biên bản mới, thu hồi hay thôi công tác thì có biên bản thu hồi.',
  classes:
    'Đổi chủ nhiệm thì quyền của người cũ với lớp đó đóng ngay; ' +
    'người mới chỉ có quyền khi biên bản của họ được ghi nhận đã ký.',
  import:
    'Năm bước: tệp, trang và tiêu đề, khớp cột, sửa lỗi ngay trong bảng, tóm tắt. ' +
    'Bước nào rõ rồi thì tự qua. Trong bảng: ' +
    'mũi tên, Enter hoặc F2 để sửa, Ctrl+C, Ctrl+V, Ctrl+D điền xuống, Ctrl+Z hoàn tác.',
  road:
    'In mọi bản nháp trong một tệp hai mặt, ghi nhận ai đã ký một lượt, ' +
    'rồi đưa cả chồng bản quét vào: mỗi trang tự vào đúng biên bản.',
  delegate: 'Năm bước; bước cuối là xem lại. Ô không chọn được có ghi lý do và nơi giải quyết.',
  account:
    'Biên bản bàn giao tài khoản quản trị. ' +
    'Mật khẩu không in ra: niêm phong, ghi trên phiếu, hoặc người nhận tự đặt tại chỗ.',
  minutes:
    'Chọn nhiều biên bản để in một tệp hoặc ghi nhận đã ký một lượt. ' +
    'Máy in một mặt: in trang trước, lật giấy, in trang sau.',
  receipt:
    'Bên phải là bản đã lưu của biên bản mang tên anh/chị. ' +
    'Xác nhận điện tử không phải chữ ký số; ' +
    'không đúng thì đơn vị thấy ở đầu Việc cần làm sau khi hai máy gửi và nhận.',
  page:
    'Bên phải là đúng tờ giấy sẽ in. Chốt xong thì nội dung không đổi. ' +
    'Quyền chỉ có từ lúc ghi nhận đã ký.',
  rights:
    'Để trống ngày giờ là bây giờ. Nhập ngày giờ đã qua để biết lúc đó ai làm được gì, ' +
    'theo biên bản nào.',
  units:
    'Cấp trên xác nhận đơn vị trực thuộc rồi bàn giao tài khoản quản trị. ' +
    'Đơn vị chưa nhận tài khoản thì quyền của người trong đơn vị chưa mở trên máy chủ. ' +
    'Nhập danh sách mà báo không có cấp học thì bấm Cấp học của đơn vị mình.',
  documents: 'Văn bản vào sổ ở đây mới viện dẫn được trong biên bản.',
  verify:
    'Máy kiểm từng chữ ký: đúng người, đúng nội dung, chứng thư còn giá trị, ' +
    'và sau khi ký có ai sửa gì không. Điều chưa kiểm được thì ghi rõ.',
  csdl: 'Làm trên Hệ thống CSDL trước, rồi tích vào đây ai làm, ngày nào.',
  saved:
    'Năm trạng thái: Đã lưu trên máy này, Chờ gửi, Đang gửi, Máy chủ đã nhận, Cần xem lại. ' +
    'Việc bị trả lại có ghi lý do và không mất.',
  settings:
    'Cỡ chữ, nền sáng hay tối, độ tương phản và thời gian tự khóa chỉ áp dụng cho cửa sổ này. ' +
    'Đổi mật khẩu thì mã khôi phục đã in vẫn dùng được.',
};
