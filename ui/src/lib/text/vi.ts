// Every Vietnamese sentence of the screens.
import type {
  AccountKind,
  ActState,
  Check,
  CsdlAction,
  DocumentKind,
  DocumentRow,
  FoundKind,
  Function,
  Kind as ImportKind,
  LeftOut,
  MinutesKind,
  MinutesState,
  Numbering,
  Right,
  Role,
  Saved,
  SchoolLevel,
  SecretClause,
  System,
  TaskKind,
  TeacherPart,
  UnitKind,
  WhyNot,
  TrustedKind,
  AfterKind,
  AfterRow,
  Party,
  RootSet,
  Route,
} from '../ipc/call';

export const t = {
  app: 'Bàn Giao',
  demoBand: 'ĐANG XEM THỬ – đơn vị và con người đều không có thật',
  removeDemo: 'Xóa dữ liệu xem thử',
  loading: 'Đang mở…',
  again: 'Thử lại',
  badDay: 'Ngày chưa đúng. Nhập theo dạng ngày/tháng/năm, ví dụ 28/02/2026.',
  badHour: 'Giờ chưa đúng. Nhập theo dạng giờ:phút, ví dụ 14:00.',
  palette: {
    title: 'Tìm người, lớp, đơn vị, biên bản, chức năng',
    button: 'Tìm',
    command: 'chức năng',
    nothing: 'Không tìm thấy. Thử gõ ít chữ hơn, không cần dấu.',
  },
  cancel: 'Bỏ qua',
  close: 'Đóng',
  save: 'Lưu',
  back: 'Quay lại',
  next: 'Tiếp tục',
  copyCode: 'Chép mã lỗi',
  password: 'Mật khẩu',
  passwordAgain: 'Nhập lại mật khẩu',
  passwordHint: 'Ít nhất 12 ký tự. Một câu dễ nhớ là tốt nhất.',
  passwordMarks: 'Mật khẩu có dấu tiếng Việt: lần sau cần bật cùng bộ gõ.',
  passwordDiffer: 'Hai lần nhập mật khẩu không giống nhau.',
  nav: {
    home: 'Việc cần làm',
    officers: 'Cán bộ',
    classes: 'Lớp',
    minutes: 'Biên bản',
    rights: 'Ai được làm gì',
    units: 'Đơn vị',
    documents: 'Sổ văn bản',
    csdl: 'Việc trên Hệ thống CSDL',
    verify: 'Kiểm chữ ký số',
    saved: 'Gửi về Sở',
    settings: 'Cài đặt',
    help: 'Trợ giúp',
    import: 'Nhập danh sách',
    road: 'In, ký, quét hàng loạt',
  },
  lock: 'Khóa màn hình',
  first: {
    title: 'Bàn giao tài khoản và quyền dữ liệu bằng biên bản',
    lead: 'Chọn một cách bắt đầu. Không cách nào cần mạng, trừ khi có mã kích hoạt.',
    own: 'Bắt đầu với đơn vị của tôi',
    ownHint: 'Lập và in biên bản ngay, kết nối Sở sau.',
    demo: 'Xem thử',
    demoHint: 'Một trường, một phường mẫu; xóa bằng một nút.',
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
      'In hoặc chép mã này ra giấy, niêm phong và giao thủ trưởng giữ. Mã chỉ hiện một lần; quên mật khẩu mà không có mã thì không mở được dữ liệu.',
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
  home: {
    people: 'người được giao quyền',
    signed: 'đã ký',
    printed: 'đã in, chờ ký',
    notMade: 'chưa lập biên bản',
    question: 'Ai mở được lớp',
    on: 'ngày',
    ask: 'Trả lời',
    nobody: 'Không ai mở được lớp này vào lúc đó.',
    none: 'Không còn việc nào.',
    offline: 'Chưa kết nối Sở – vẫn làm và in được.',
    connect: 'Kết nối',
    steps: ['1 Dán hoặc chọn danh sách phân công', '2 In biên bản', '3 Đưa bản đã ký vào'],
    noSuchClass: 'Không có lớp này trong năm học. Hãy chọn tên lớp trong danh sách.',
    more: 'việc khác',
    due: 'hạn',
  },
  officers: {
    grid: 'Sửa trong bảng',
    gridLabel: 'Bảng cán bộ',
    search: 'Tìm theo tên hoặc mã',
    add: 'Thêm cán bộ',
    name: 'Họ và tên',
    code: 'Mã cán bộ',
    position: 'Chức vụ',
    teacher: 'Giáo viên',
    sex: 'Giới tính',
    female: 'Nữ',
    male: 'Nam',
    bornOn: 'Ngày sinh',
    bornHint: 'Chỉ cần khi có người trùng tên; ví dụ 28/02/1985',
    idNumber: 'Số định danh cá nhân (không bắt buộc)',
    prepares: 'Được giao lập, in và ghi nhận biên bản',
    classes: 'Lớp',
    rights: 'Quyền đang có',
    acts: 'Việc',
    leads: 'thủ trưởng',
    give: 'Giao quyền',
    takeBack: 'Thu hồi',
    leave: 'Thôi công tác',
    reason: 'Lý do',
    lastDay: 'Ngày cuối',
    takeBackText: 'Quyền đóng ngay khi bấm nút; biên bản thu hồi in sau. Hãy nhập lại mật khẩu.',
    custodian: 'quản lý tài khoản',
    empty: 'Chưa có cán bộ nào. Hãy thêm người đầu tiên.',
    count: 'người',
  },
  person: {
    edit: 'Sửa thông tin',
    addPost: 'Giao thêm chức vụ',
    lead: 'Giao làm thủ trưởng, phụ trách',
    details: 'Thông tin',
    idNumber: 'Số định danh',
    phone: 'Điện thoại',
    posts: 'Chức vụ',
    prepares: 'lập giấy tờ',
    rights: 'Quyền',
    noRights: 'Chưa có quyền nào.',
    role: 'Vai trò',
    roleHint: 'Cấp phó và người thừa lệnh chỉ ký được khi có quyết định trong sổ văn bản.',
    decision: 'Quyết định trong sổ văn bản',
    decisionHint: 'Chưa có thì thêm ở mục Sổ văn bản trước.',
    leadText:
      'Người đang đứng đầu thôi từ ngày trước đó; quyền của mọi người giữ nguyên; biên bản thay đổi thủ trưởng được lập nháp. Hãy nhập lại mật khẩu.',
    leadWitness: 'Người chứng kiến của cấp trên',
    leadWitnessHint: 'Không bắt buộc; có thì ký vào biên bản',
    leadWitnessPosition: 'Chức vụ của người chứng kiến',
    leaveText:
      'Chức vụ kết thúc. Nếu không còn chức vụ nào khác, mọi quyền đóng ngay, lớp chờ phân công người mới, biên bản thu hồi được lập nháp.',
    stopped: 'đã dừng: hết hạn hoặc thiếu bản quét',
    whichRights: 'Quyền thu hồi',
    suspend: 'Chỉ tạm dừng trong lúc nghỉ; hết nghỉ phải có biên bản mới',
    absent: 'Người này vắng mặt',
    absentReason: 'Lý do vắng mặt',
    witness: 'Người chứng kiến',
  },
  classes: {
    add: 'Thêm lớp',
    name: 'Tên lớp',
    learners: 'Số học sinh',
    level: 'Cấp học',
    teacher: 'Giáo viên chủ nhiệm',
    change: 'Phân công chủ nhiệm',
    opened: 'Đã giao bằng biên bản',
    missing: 'Chưa có biên bản',
    from: 'Từ ngày',
    until: 'Đến hết ngày',
    part: 'Phân công',
    site: 'Điểm trường (nếu có)',
    replaceNote: 'Người chủ nhiệm cũ mất quyền với lớp này ngay; biên bản thu hồi được lập nháp.',
    empty: 'Chưa có lớp nào trong năm học.',
  },
  delegate: {
    title: 'Giao quyền cho',
    steps: ['Lớp', 'Chức năng', 'Thời hạn', 'Căn cứ, người ký', 'Kiểm tra lại'],
    classes: 'Lớp đang chủ nhiệm',
    noClass: 'Người này không chủ nhiệm lớp nào chưa giao. Phân công chủ nhiệm ở mục Lớp.',
    noFunction: 'Không còn chức năng nào giao thêm được.',
    levels: 'Cấp học phụ trách',
    sensitive: 'dữ liệu nhạy cảm',
    cannot: 'Chưa chọn được, vì sao',
    nothing: 'Chưa chọn gì. Quay lại bước 1 hoặc 2.',
    functions: 'Chức năng theo phân công',
    from: 'Từ ngày',
    until: 'Đến hết ngày',
    untilHint: 'Quyền theo năm học kết thúc muộn nhất ngày',
    ground: 'Quyết định phân công',
    noGround: 'Chưa có văn bản trong sổ; có thể bỏ qua hoặc thêm ở Sổ văn bản.',
    giver: 'Người ký bên giao',
    login: 'Tên đăng nhập trên Hệ thống CSDL',
    check: 'Xem lại trước khi lập biên bản',
    holds: 'Đang có',
    adds: 'Giao thêm',
    make: 'Lập biên bản nháp',
  },
  minutes: {
    search: 'Tìm theo tên, mã tra cứu',
    print: 'In các bản đã chọn',
    copies: 'Số bản',
    sides: 'Máy in',
    both: 'In hai mặt',
    fronts: 'Một mặt: trang trước',
    backs: 'Một mặt: trang sau',
    sheets: 'tờ giấy',
    printedTo: 'Tệp in',
    openPrint: 'Mở tệp để in',
    printHint: 'Tệp in không mã hóa, tự xóa khi khóa màn hình.',
    progress: 'Đang làm',
    cancelPrint: 'Dừng',
    failed: 'chưa làm được',
    recordMany: 'Ghi nhận đã ký',
    empty: 'Chưa có biên bản nào.',
    receiver: 'Người nhận',
    content: 'Nội dung',
    state: 'Trạng thái',
    code: 'Mã tra cứu',
    savedAs: 'Nơi lưu',
    all: 'Tất cả',
    freeze: 'Chốt để in và ký',
    freezeHint: 'Sau khi chốt, nội dung không đổi; sai thì hủy và lập bản mới.',
    sign: 'Ghi nhận đã ký',
    signText:
      'Các bên đã ký đủ trên giấy, kể cả bản cam kết. Quyền có hiệu lực từ lúc ghi nhận. Hãy nhập lại mật khẩu.',
    dateOnPaper: 'Ngày ghi trên giấy',
    scan: 'Đưa bản quét vào',
    scanHint:
      'PDF hoặc ảnh, từ 200 dpi; trong 7 ngày kể từ khi ghi nhận. Muốn cơ quan ký số bản quét thì dùng PDF.',
    scanned: 'Đã có bản quét',
    scanDue: 'Thiếu bản quét, quyền tự dừng sau',
    waitOpen: 'Đã ký · chờ máy chủ mở quyền',
    opened: 'Đã mở quyền',
    inForceAlone: 'Đã ký · chưa đối chiếu với Sở',
    notInForce: 'Chưa có quyền: chờ bên giao và bên nhận ký',
    scanMissing: 'Thiếu bản quét',
    chooseAll: 'Chọn tất cả',
    choose: 'Chọn',
    chosen: 'biên bản đã chọn',
    chooseFile: 'Hãy chọn tệp quét trước.',
    numberIs: 'Số',
    decline: 'Từ chối ký',
    cancelMinutes: 'Hủy biên bản',
    reason: 'Lý do',
    number: 'Cấp số',
    typeNumber: 'Số của sổ chung',
    confirm: 'Thủ trưởng xác nhận',
    page: 'Trang biên bản',
    facts: 'Nội dung',
    giver: 'Bên giao',
    login: 'Tài khoản',
    grounds: 'Căn cứ',
    replaces: 'Thay thế',
    noPage: 'Chưa mở được trang biên bản.',
  },
  rights: {
    search: 'Tìm theo tên, quyền',
    at: 'Vào lúc',
    class: 'Lớp',
    allClasses: 'Mọi lớp, chức năng',
    who: 'Người',
    what: 'Được làm gì',
    until: 'Đến ngày',
    by: 'Theo biên bản',
    openedAt: 'Máy chủ mở',
    waiting: 'chờ máy chủ',
    empty: 'Không có quyền nào vào lúc đó.',
    paper: 'Lập bảng kê để ký',
    open: 'Mở bảng kê',
    alone: 'chưa đối chiếu với Sở',
  },
  units: {
    search: 'Tìm theo tên hoặc mã',
    all: 'Tất cả đơn vị',
    add: 'Thêm đơn vị',
    code: 'Mã đơn vị',
    headCode: 'Mã cán bộ của thủ trưởng',
    headPosition: 'Hiệu trưởng',
    takeRegister: 'Nhận lại sổ số',
    takeRegisterText:
      'Sổ số của năm nay chuyển về máy này, bắt đầu trên dải số cũ. Các số máy cũ chưa dùng được ghi bỏ kèm lý do, không dùng lại. Hãy nhập lại mật khẩu.',
    confirm: 'Xác nhận trực thuộc',
    rename: 'Đổi tên',
    noneBelow: 'Chưa có đơn vị trực thuộc nào trong sổ.',
    name: 'Đơn vị',
    parent: 'Cấp trên',
    proposed: 'đề xuất, chưa xác nhận',
    received: 'Đã nhận tài khoản',
    notReceived: 'Chưa nhận',
    signed: 'Đã ký',
    settings: 'Cách trình bày văn bản',
    superior: 'Cơ quan chủ quản',
    symbol: 'Ký hiệu',
    place: 'Địa danh',
    numbering: 'Cách lấy số',
  },
  account: {
    give: 'Bàn giao tài khoản',
    deputise: 'Giao người quản lý tài khoản',
    now: 'Đang quản lý',
    receiver: 'Người ký bên nhận',
    login: 'Tên đăng nhập tài khoản quản trị',
    secret: 'Mật khẩu giao bằng cách',
    secretHint: 'Mật khẩu không bao giờ in trên biên bản.',
    serial: 'Số niêm phong hoặc số phiếu',
    until: 'Đến hết ngày (không bắt buộc)',
    spare: 'Phong bì mật khẩu dự phòng, số',
    spareHint: 'Để trống nếu không niêm phong mật khẩu dự phòng.',
    sparePlace: 'Nơi thủ trưởng cất giữ phong bì',
    sparePlaceHint: 'Ví dụ: két sắt phòng Hiệu trưởng.',
    desk: 'Tại bàn giao nhận',
    site: 'Địa điểm',
    address: 'Địa chỉ',
    hour: 'Giờ bàn giao',
    hourHint: 'Ví dụ 14:00; để trống thì chừa chỗ viết tay.',
    letterUntil: 'Giấy giới thiệu có giá trị đến hết ngày',
    trainedOn: 'Ngày dự tập huấn',
  },
  grounds: {
    title: 'Căn cứ in sẵn trong biên bản',
    checked: 'Đã đối chiếu',
    unchecked: 'Căn cứ chưa đối chiếu',
    cite: 'Đã đối chiếu, tiếp tục viện dẫn',
    leave: 'Đã đối chiếu, không viện dẫn',
    left: 'không viện dẫn',
    notInForce: 'không có hiệu lực hôm nay',
    hint: 'Mở bản gốc của văn bản, so số, ngày, trích yếu và hiệu lực rồi ghi vào đây.',
    open: 'Đối chiếu ở mục Đơn vị',
  },
  accounts: {
    title: 'Tài khoản',
    add: 'Thêm tài khoản',
    system: 'Hệ thống',
    otherSystem: 'Tên hệ thống',
    address: 'Địa chỉ',
    kind: 'Loại',
    holder: 'Người giữ',
    headHolds: 'Thủ trưởng tự quản lý',
    holderHint: 'Để trống nếu thủ trưởng tự quản lý.',
    closed: 'đóng',
    empty: 'Chưa có tài khoản nào trong sổ.',
  },
  documents: {
    kind: 'Dùng làm',
    decision: 'Quyết định',
    add: 'Thêm văn bản',
    title: 'Loại',
    number: 'Số, ký hiệu',
    date: 'Ngày',
    issuer: 'Người ký',
    subject: 'Trích yếu',
    empty: 'Sổ chưa có văn bản nào.',
  },
  digital: {
    route: 'Cách ký',
    routeHint: 'Đổi được cho từng biên bản cho đến khi các bên ký xong.',
    change: 'Đổi cách ký',
    lose: (n: number) =>
      `Đã có ${n} chữ ký số. Đổi cách ký thì các chữ ký này không dùng được nữa và phải ký lại.`,
    title: 'Chữ ký số',
    signed: 'Đã ký số',
    later: 'chưa đến lượt',
    laterNumber: 'chờ cấp số',
    sign: 'Ký số',
    signAs: 'Ký số vào ô',
    freezeMany: 'Chốt các bản đã chọn',
    frozenMany: 'Đã chốt.',
    taken: 'Đã nạp tệp đã ký.',
    takeFile: 'Tệp đã ký',
    signMany: 'Ký số các bản đã chọn',
    signedMany: 'biên bản đã ký số',
    keyKind: 'Ký bằng',
    keyFile: 'Tệp chứng thư số (.p12, .pfx)',
    keyToken: 'Thiết bị ký (USB token)',
    driver: 'Trình điều khiển PKCS#11 của thiết bị',
    driverHint:
      'Do nơi cấp thiết bị cung cấp, ví dụ C:\\Windows\\System32\\bit4ipki.dll; chưa rõ thì hỏi nơi hỗ trợ.',
    driverMissing: 'Hãy nhập trình điều khiển của thiết bị ký.',
    tokenLabel: 'Nhãn thiết bị',
    keyLabel: 'Nhãn khóa',
    onlyIfSeveral: 'Chỉ cần khi có nhiều.',
    secret: 'Mật khẩu hoặc mã PIN',
    secretHint: 'Mỗi lần bấm chỉ thử một lần; sai vài lần thì thiết bị tự khóa.',
    secretMissing: 'Hãy nhập mật khẩu hoặc mã PIN.',
    stamp: 'Địa chỉ máy chủ cấp dấu thời gian (không bắt buộc)',
    stampHint: 'Để trống khi không có mạng.',
    chooseKey: 'Hãy chọn tệp chứng thư số trước.',
    elsewhere: 'Ký bằng chương trình khác',
    elsewhereHint:
      'Lưu tệp, ký trên đúng tệp đó bằng chương trình của nơi cấp chứng thư, rồi nạp lại vào đây.',
    saveFor: 'Lưu tệp để ký',
    take: 'Nạp tệp đã ký',
    chooseSigned: 'Hãy chọn tệp PDF đã ký trước.',
    archived: 'Tệp ký số có bằng chứng để lưu lâu dài, máy chủ Sở bổ sung lúc',
    copy: 'Bản sao y điện tử: cơ quan đã ký số lên bản quét',
    picture:
      'Bản quét này chỉ là bản chụp, chưa phải bản sao có giá trị pháp lý: cơ quan chưa ký số.',
    certify: 'Cơ quan ký số bản quét',
  },
  receipt: {
    title: 'Biên bản mang tên anh/chị',
    lead: 'Bên phải là bản đã lưu của biên bản bàn giao cho anh/chị. Đây có phải tờ anh/chị đã ký không?',
    leadDigital:
      'Bên phải là tệp biên bản bàn giao cho anh/chị. Đây có phải biên bản mà anh/chị đã ký số không?',
    signedOn: 'Ngày ký',
    unseen: 'Chưa mở được biên bản để xem, nên chưa trả lời được.',
    whatMissing: 'Hãy ghi điều không đúng.',
    yes: 'Đúng, tôi đã ký',
    no: 'Không đúng',
    what: 'Điều không đúng',
    object: 'Gửi thủ trưởng',
    later: 'Để sau',
    waits: 'Có biên bản mang tên anh/chị chờ xác nhận điện tử',
    note: 'Đây là xác nhận điện tử, không phải chữ ký số; quyền đã có theo biên bản không thay đổi.',
    confirmed: 'Người nhận xác nhận điện tử lúc',
    notSigned: 'không phải chữ ký số',
    objected: 'Người nhận báo biên bản không đúng, lúc',
    objectedHint:
      'Hãy hỏi người nhận. Nếu giấy sai: mở trang của người nhận, Thu hồi, rồi lập biên bản mới:',
  },
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
      'Chỉ thêm tệp lấy từ nơi cấp chính thức: tin nhầm một chứng thư gốc là tin mọi chữ ký dưới nó.',
    trustedEmpty: 'Chưa có chứng thư gốc nào.',
    set: 'Chứng thư gốc này của',
    setHint: 'Danh sách thu hồi thì chọn mục nào cũng được.',
    trust: 'Thêm vào danh sách tin cậy',
    trustPick: 'Tệp chứng thư hoặc danh sách thu hồi',
    until: 'Đến ngày',
    kind: 'Loại',
    name: 'Tên',
    confirm:
      'Xác nhận điện tử trong Bàn Giao không phải chữ ký số; trang này chỉ kiểm chữ ký số trong tệp PDF.',
  },
  csdl: {
    login: 'Tên đăng nhập',
    action: 'Việc',
    right: 'Nội dung',
    by: 'Theo mã',
    done: 'Đã làm',
    tick: 'Ghi đã làm hôm nay',
    empty: 'Không còn việc nào trên Hệ thống CSDL.',
    note: 'Bàn Giao không tự mở quyền trên Hệ thống CSDL: người quản lý tài khoản làm rồi ghi vào đây.',
  },
  saved: {
    title: 'Việc đã làm đang ở đâu',
    server: 'Máy chủ',
    waiting: 'thay đổi chờ gửi',
    returned: 'việc cần xem lại',
    last: 'Lần gửi cuối',
    never: 'chưa lần nào',
    sync: 'Gửi và nhận ngay',
    connect: 'Kết nối Sở',
    when: 'Lúc',
    what: 'Việc',
    where: 'Nơi lưu',
    why: 'Lý do',
    backup: 'Sao lưu ra USB',
    backupTo: 'Đường dẫn tệp sao lưu',
    backedUp: 'Sao lưu lần cuối',
    noUsb: 'Chưa thấy USB nào. Hãy cắm USB rồi bấm Tìm lại.',
    lookAgain: 'Tìm lại',
    backupElsewhere: 'Lưu vào nơi khác',
    writtenTo: 'Đã sao lưu vào',
    doctor: 'Khám dữ liệu',
    offline: 'Ngoại tuyến',
    online: 'Đã kết nối',
    here: 'Đã lưu trên máy này',
    received: 'Máy chủ nhận lúc',
    nothingYet: 'Chưa có việc nào.',
    undo: 'Hoàn tác',
    unreachable: 'Không gọi được máy chủ. Việc đã làm vẫn ở trên máy này và tự gửi khi có mạng.',
    reconnect: 'Kết nối lại bằng mã mới',
    reconnectHint:
      'Dùng khi Sở báo máy này là bản sao hoặc đã bị thu hồi. Việc chưa gửi vẫn giữ nguyên.',
    connectHint: 'Cấp trên trao mã trên phiếu kích hoạt. Trước khi kết nối vẫn làm và in được.',
  },
  settings: {
    pin: 'Mã PIN mở khóa nhanh',
    pinText:
      'Mở lại màn hình mà chương trình này vừa khóa, trong 12 giờ. Đóng chương trình hoặc sai 5 lần thì phải dùng mật khẩu. Ghi nhận ký và thu hồi luôn hỏi mật khẩu.',
    pinNew: 'Mã PIN',
    pinOther: 'Mã PIN mới',
    pinHint: '6 đến 12 chữ số',
    pinAgain: 'Nhập lại mã PIN',
    pinSave: 'Đặt mã PIN',
    pinRemove: 'Bỏ mã PIN',
    pinSet: 'Đã đặt mã PIN.',
    pinRemoved: 'Đã bỏ mã PIN.',
    pinDiffer: 'Hai mã PIN chưa giống nhau. Hãy nhập lại.',
    lock: 'Tự khóa màn hình sau',
    minutes: 'phút',
    zoom: 'Cỡ chữ',
  },
  help: [
    'Không có biên bản đã ký thì không có quyền: quyền có hiệu lực khi ghi nhận đủ chữ ký, và mở trên máy chủ khi máy chủ nhận.',
    'Bản quét phải vào sổ trong 7 ngày kể từ khi ghi nhận; quá hạn thì quyền tự dừng.',
    'Thu hồi có hiệu lực ngay, không cần chữ ký; biên bản thu hồi in sau.',
    'Mất mạng vẫn làm, in và ghi nhận được. Việc chờ gửi được giữ trên máy này.',
  ],
  file: { choose: 'Chọn tệp', none: 'chưa chọn tệp nào' },
  grid: {
    row: 'Dòng',
    changed: (n: number) => `Đã sửa ${n} ô.`,
    pasted: (n: number) => `Đã dán ${n} dòng.`,
    undone: 'Đã hoàn tác.',
    redone: 'Đã làm lại.',
    sort: 'Sắp xếp theo cột này (Ctrl + Shift + L)',
    sorted: 'Đã sắp xếp.',
    asItWas: 'Đã trả về thứ tự ban đầu.',
  },
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
    useKind: 'Đọc theo loại này',
    sheet: 'Trang tính',
    hidden: 'ẩn',
    header: 'Dòng tiêu đề (0: không có)',
    pastedName: 'Bảng dán',
    dateOrder: 'Thứ tự ngày, tháng',
    orderUnknown: 'theo tệp',
    dayMonth: 'ngày/tháng/năm',
    monthDay: 'tháng/ngày/năm',
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
    check: 'Kiểm tra',
    wrong: 'dòng chờ sửa',
    added: 'thêm',
    edited: 'sửa',
    skipped: 'bỏ qua',
    drafts: 'biên bản nháp',
    onlyWrong: 'Chỉ hiện dòng chờ sửa',
    takeProposals: 'Nhận hết giá trị đề xuất',
    saveWrong: 'Lưu dòng chờ sửa ra Excel',
    toSummary: 'Xem tóm tắt',
    allMended: 'Không còn dòng nào chờ sửa.',
    gridLabel: 'Các dòng của tệp',
    problems: 'Những chỗ cần xem',
    take: 'Lấy',
    leaveOut: 'Bỏ qua dòng',
    takeBack: 'Lấy lại dòng',
    incomplete: 'Chưa nhận ra các cột cần thiết. Hãy chọn dòng tiêu đề và cho biết từng cột là gì.',
    promise:
      'Người không có trong tệp vẫn giữ nguyên. Ô trống không xóa gì. Không quyền nào có hiệu lực khi chưa ký. Hoàn tác được cả lần nhập, kể cả nhiều ngày sau.',
    write: 'Ghi vào sổ',
    writeDrafts: 'Ghi vào sổ và lập biên bản nháp',
    done: 'Đã ghi.',
    toRoad: 'Đi in biên bản',
    another: 'Nhập tệp khác',
    earlier: 'Các lần nhập trên máy này',
    undo: 'Hoàn tác cả lần nhập',
    undoneAt: 'đã hoàn tác',
    undoneCount: (n: number) => `Đã hoàn tác ${n} việc.`,
    kept: 'Giữ lại',
  },
  road: {
    open: 'Biên bản chưa ký',
    scans: 'Bản quét',
    waitForScan: 'biên bản chờ bản quét',
    stack: 'Xếp chồng bản quét',
    stackHint:
      'Quét cả chồng thành một tệp PDF, từ 200 dpi, thứ tự nào cũng được, trang lộn ngược cũng được. Mỗi trang tự vào đúng biên bản theo mã QR.',
    filed: 'biên bản đã có bản quét',
    pages: 'trang',
    unfiled: 'chỗ chưa xếp được',
    page: 'Trang',
    blocked: 'việc chặn lại, cần xử lý trước',
    empty: 'Không còn biên bản nào chờ in, chờ ký.',
  },
  helpHere: 'Màn hình này',
  helpKeys: 'Phím tắt',
  helpSupport: 'Nơi hỗ trợ',
  helpCodes: 'Mã lỗi',
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
    'Cán bộ trường hỏi người quản lý tài khoản của trường; trường hỏi UBND xã, phường, đặc khu; xã, phường, đặc khu hỏi Sở Giáo dục và Đào tạo. Khi gọi, đọc mã lỗi BG-… trên màn hình.',
} as const;

/** What F1 says first, by the screen it was asked from. */
export const screenHelp: Record<string, string> = {
  home: 'Việc gấp nhất ở trên cùng. Bấm một việc để mở đúng nơi làm việc đó. Ô “Ai mở được lớp … ngày …?” trả lời cho mọi ngày đã qua, kèm số biên bản.',
  officers:
    'Bấm tên để xem quyền, chức vụ và biên bản của một người. Bấm Giao quyền để lập biên bản nháp.',
  person:
    'Mọi thay đổi về quyền đều kéo theo giấy tờ: giao thêm thì có biên bản mới, thu hồi hay thôi công tác thì có biên bản thu hồi.',
  classes:
    'Đổi chủ nhiệm thì quyền của người cũ với lớp đó đóng ngay; người mới chỉ có quyền khi biên bản của họ được ghi nhận đã ký.',
  import:
    'Năm bước: tệp, trang và tiêu đề, khớp cột, sửa lỗi ngay trong bảng, tóm tắt. Bước nào rõ rồi thì tự qua. Trong bảng: mũi tên, Enter hoặc F2 để sửa, Ctrl+C, Ctrl+V, Ctrl+D điền xuống, Ctrl+Z hoàn tác.',
  road: 'In mọi bản nháp trong một tệp hai mặt, ghi nhận ai đã ký một lượt, rồi đưa cả chồng bản quét vào: mỗi trang tự vào đúng biên bản.',
  delegate: 'Năm bước; bước cuối là xem lại. Ô không chọn được có ghi lý do và nơi giải quyết.',
  account:
    'Biên bản bàn giao tài khoản quản trị. Mật khẩu không in ra: niêm phong, ghi trên phiếu, hoặc người nhận tự đặt tại chỗ.',
  minutes:
    'Chọn nhiều biên bản để in một tệp hoặc ghi nhận đã ký một lượt. Máy in một mặt: in trang trước, lật giấy, in trang sau.',
  receipt:
    'Bên phải là bản đã lưu của biên bản mang tên anh/chị. Xác nhận điện tử không phải chữ ký số; không đúng thì đơn vị thấy ở đầu Việc cần làm sau khi hai máy gửi và nhận.',
  page: 'Bên phải là đúng tờ giấy sẽ in. Chốt xong thì nội dung không đổi. Quyền chỉ có từ lúc ghi nhận đã ký.',
  rights:
    'Để trống ngày giờ là bây giờ. Nhập ngày giờ đã qua để biết lúc đó ai làm được gì, theo biên bản nào.',
  units:
    'Cấp trên xác nhận đơn vị trực thuộc rồi bàn giao tài khoản quản trị. Đơn vị chưa nhận tài khoản thì quyền của người trong đơn vị chưa mở trên máy chủ.',
  documents: 'Văn bản vào sổ ở đây mới viện dẫn được trong biên bản.',
  verify:
    'Máy kiểm từng chữ ký: đúng người, đúng nội dung, chứng thư còn giá trị, và sau khi ký có ai sửa gì không. Điều chưa kiểm được thì ghi rõ.',
  csdl: 'Làm trên Hệ thống CSDL trước, rồi tích vào đây ai làm, ngày nào.',
  saved:
    'Năm trạng thái: Đã lưu trên máy này, Chờ gửi, Đang gửi, Máy chủ đã nhận, Cần xem lại. Việc bị trả lại có ghi lý do và không mất.',
  settings: 'Cỡ chữ và thời gian tự khóa chỉ áp dụng cho cửa sổ này.',
};

export const importKindName: Record<ImportKind, string> = {
  assignments: 'Phân công',
  officers: 'Cán bộ',
  classes: 'Lớp',
  units: 'Đơn vị trực thuộc',
  csdl_accounts: 'Tài khoản trên Hệ thống CSDL',
};
export const leftOutName: Record<LeftOut, string> = {
  title: 'tựa đề',
  header: 'lặp tiêu đề',
  banner: 'dòng nhóm',
  closing: 'cuối bảng',
};
export const stateName: Record<MinutesState, string> = {
  draft: 'Nháp',
  awaiting_signatures: 'Chờ ký',
  awaiting_number: 'Đã ký – chờ cấp số',
  issued: 'Đã phát hành',
  replaced: 'Bị thay thế',
  taken_back: 'Đã thu hồi',
  declined: 'Từ chối',
  cancelled: 'Hủy',
};
export const kindName: Record<MinutesKind, string> = {
  department_to_commune: 'Sở → xã',
  to_school: 'Tài khoản quản trị của trường',
  custody: 'Quản lý tài khoản',
  levels: 'Theo cấp học',
  duties: 'Theo lớp, chức năng',
  take_back: 'Thu hồi',
  head_change: 'Thay đổi thủ trưởng',
};
export const foundName: Record<FoundKind, string> = {
  officer: 'Cán bộ',
  class: 'Lớp',
  unit: 'Đơn vị',
  minutes: 'Biên bản',
};
export const roleName: Record<Role, string> = {
  head: 'thủ trưởng',
  acting: 'quyền thủ trưởng',
  in_charge: 'phụ trách',
  deputy: 'cấp phó ký thay',
  by_order: 'ký thừa lệnh',
  member: 'cán bộ',
};
export const partName: Record<TeacherPart, string> = {
  main: 'Chủ nhiệm',
  joint: 'Cùng phụ trách (mầm non)',
  stand_in: 'Dạy thay, có thời hạn',
};
export const documentKindName: Record<DocumentKind, string> = {
  assignment: 'Phân công',
  appointment: 'Bổ nhiệm, giao phụ trách',
  directive: 'Chỉ thị, hướng dẫn năm học',
  introduction: 'Giấy giới thiệu',
  plan: 'Kế hoạch',
  other: 'Khác',
};
/** A field of our own papers in words; others are shown by their names. */
export function signedField(name: string): string {
  const party = (Object.keys(partyName) as Party[]).find((key) => partyField[key] === name);
  const gap = /_(number|day|month|hour|minute)_\d+$/.exec(name)?.[1] as
    keyof typeof gapName | undefined;
  return party ? partyName[party] : gap ? gapName[gap] : (otherField[name] ?? name);
}
export const partyName: Record<Party, string> = {
  giver: 'Bên giao',
  receiver: 'Bên nhận',
  commitment_receiver: 'Người cam kết',
  commitment_head: 'Thủ trưởng xác nhận cam kết',
  third: 'Người xác nhận, chứng kiến',
  organisation: 'Cơ quan bên giao',
  receiving_organisation: 'Cơ quan bên nhận',
};
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
export const routeName: Record<Route, string> = {
  paper: 'Ký trên giấy',
  mixed: 'Bên giao, cơ quan ký số; bên nhận ký trên giấy',
  digital: 'Các bên đều ký số',
};
/** What came after a signature, in words. */
export function cameAfter(row: AfterRow): string {
  const field = row.field ? ` (${signedField(row.field)}${row.text ? `: ${row.text}` : ''})` : '';
  return `${afterName[row.what]}${field}`;
}
export const afterName: Record<AfterKind, string> = {
  signed: 'ký thêm',
  filled: 'điền',
  signed_new_field: 'thêm ô và ký',
  evidence: 'thêm bằng chứng lưu trữ',
  description: 'ghi lại phần mô tả tệp',
};
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
export const systemName: Record<System['name'], string> = {
  csdl: 'Hệ thống CSDL',
  ban_giao: 'Bàn Giao',
  other: 'Hệ thống khác',
};
export const accountKindName: Record<AccountKind, string> = {
  admin: 'Quản trị',
  use: 'Khai thác, sử dụng',
};
export const secretName: Record<SecretClause['by'], string> = {
  envelope: 'Phong bì niêm phong',
  slip: 'Phiếu kích hoạt',
  set_at_table: 'Người nhận tự đặt tại chỗ',
  already_held: 'Người nhận đang giữ',
  personal: 'người dùng tự đặt, tự giữ',
};
export const checkName: Record<Check, string> = {
  database: 'Tệp dữ liệu nguyên vẹn',
  files: 'Tệp biên bản, bản quét bị hỏng',
  waiting: 'Thay đổi chờ gửi',
  returned: 'Việc cần xem lại',
  device_secret: 'Khóa thiết bị nằm trong kho khóa của hệ điều hành',
  rights_match_minutes: 'Quyền lệch với biên bản',
  backup: 'Số ngày từ lần sao lưu cuối',
};
export const functionName: Record<Function, string> = {
  homeroom: 'Quản lý lớp chủ nhiệm',
  enrolment: 'Tuyển sinh đầu cấp',
  learner_records: 'Hồ sơ học sinh',
  staff_records: 'Hồ sơ cán bộ, giáo viên, nhân viên',
  teaching_assignment: 'Phân công chuyên môn',
  results: 'Kết quả học tập, rèn luyện',
  facilities: 'Cơ sở vật chất',
  equipment: 'Thiết bị dạy học',
  library: 'Thư viện',
  health: 'Y tế trường học',
  boarding: 'Bán trú',
  welfare: 'Chế độ, chính sách',
  universalisation: 'Phổ cập giáo dục',
  statistics: 'Báo cáo thống kê',
  level_oversight: 'Phụ trách cấp học',
  administration: 'Quản trị tài khoản',
};
export const rightName: Record<Right, string> = {
  view: 'xem',
  enter: 'nhập',
  edit: 'sửa',
  approve: 'duyệt',
  export: 'kết xuất',
  report: 'gửi báo cáo',
  delegate: 'phân quyền',
};
export const levelName: Record<SchoolLevel, string> = {
  preschool: 'Mầm non',
  primary: 'Tiểu học',
  lower_secondary: 'THCS',
  upper_secondary: 'THPT',
  continuing: 'GDTX',
};
export const unitKindName: Record<UnitKind, string> = {
  department: 'Sở GDĐT',
  commune: 'UBND xã, phường',
  district_office: 'Phòng GDĐT (cũ)',
  school: 'Trường công lập',
  centre: 'Trung tâm',
  private_school: 'Trường tư thục',
  independent_group: 'Nhóm trẻ độc lập',
};
export const numberingName: Record<Numbering, string> = {
  own_series: 'Sổ riêng do chương trình cấp',
  typed: 'Lấy từ sổ chung, nhập tay',
  none: 'Không lấy số',
};
export const actionName: Record<CsdlAction, string> = {
  open: 'Mở quyền',
  close: 'Khóa quyền',
  change_holder: 'Đổi người giữ, đổi mật khẩu',
};
export const taskName: Record<TaskKind, string> = {
  scan_missing: 'Đưa bản quét vào',
  sign: 'Chờ các bên ký',
  take_back_paper: 'In, ký biên bản thu hồi',
  print: 'Chốt và in biên bản',
  class_without_minutes: 'Giao lớp bằng biên bản',
  class_without_teacher: 'Lớp chưa có chủ nhiệm',
  class_needs_stand_in: 'Chủ nhiệm đang nghỉ, cần người dạy thay',
  leaver_holds_rights: 'Đã thôi công tác nhưng còn quyền, cần thu hồi',
  confirm_recording: 'Thủ trưởng xác nhận',
  give_number: 'Cấp số',
  seal_digitally: 'Cơ quan ký số',
  objection: 'Người nhận báo biên bản không đúng',
  on_csdl: 'Làm trên Hệ thống CSDL',
  unit_without_account: 'Bàn giao tài khoản cho đơn vị',
};
export const savedName: Record<Saved | ActState, { icon: string; text: string }> = {
  here: { icon: '●', text: 'Đã lưu trên máy này' },
  waiting: { icon: '◌', text: 'Chờ gửi' },
  sending: { icon: '↻', text: 'Đang gửi' },
  received: { icon: '✓', text: 'Máy chủ đã nhận' },
  returned: { icon: '!', text: 'Cần xem lại' },
};
export const actName: Record<string, string> = {
  'found_unit.v1': 'Lập đơn vị',
  'add_unit.v1': 'Thêm đơn vị',
  'confirm_parent.v1': 'Xác nhận cấp trên',
  'rename_unit.v1': 'Đổi tên đơn vị',
  'set_unit.v1': 'Sửa cách trình bày',
  'check_ground.v1': 'Đối chiếu căn cứ',
  'add_officer.v1': 'Thêm cán bộ',
  'edit_officer.v1': 'Sửa cán bộ',
  'appoint.v1': 'Giao chức vụ',
  'end_appointment.v1': 'Thôi công tác',
  'change_head.v1': 'Thay đổi thủ trưởng',
  'add_class.v1': 'Thêm lớp',
  'assign_teacher.v1': 'Phân công chủ nhiệm',
  'add_account.v1': 'Thêm tài khoản',
  'add_document.v1': 'Thêm văn bản',
  'hand_over.v1': 'Giao quyền',
  'freeze_minutes.v1': 'Chốt biên bản',
  'record_signing.v1': 'Ghi nhận đã ký',
  'confirm_recording.v1': 'Thủ trưởng xác nhận',
  'attach_scan.v1': 'Đưa bản quét vào',
  'decline_minutes.v1': 'Từ chối ký',
  'cancel_minutes.v1': 'Hủy biên bản',
  'take_back.v1': 'Thu hồi',
  'open_register.v1': 'Mở sổ số',
  'give_number.v1': 'Cấp số',
  'type_number.v1': 'Nhập số',
  'csdl_tasks_done.v1': 'Việc trên Hệ thống CSDL',
  'set_route.v1': 'Chọn cách ký',
  'sign_digitally.v1': 'Ký số',
  'certify_scan.v1': 'Cơ quan ký số bản quét',
  'confirm_receipt.v1': 'Xác nhận điện tử',
};

/** `05/09/2026` */
export function day(iso: string | null | undefined): string {
  const [y, m, d] = (iso ?? '').slice(0, 10).split('-');
  return y && m && d ? `${d}/${m}/${y}` : '';
}

/** `08:30 05/09/2026` in Việt Nam. */
export function moment(iso: string | null | undefined): string {
  if (!iso) return '';
  const parts = new Intl.DateTimeFormat('vi-VN', {
    timeZone: 'Asia/Ho_Chi_Minh',
    hour: '2-digit',
    minute: '2-digit',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour12: false,
  }).formatToParts(new Date(iso));
  const get = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${get('hour')}:${get('minute')} ${get('day')}/${get('month')}/${get('year')}`;
}

/** `28/02/2026` as ISO, or nothing if it is not a real day. */
export function isoDay(typed: string): string | null {
  const match = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(typed);
  if (!match) return null;
  const [, d, m, y] = match;
  const iso = `${y}-${(m ?? '').padStart(2, '0')}-${(d ?? '').padStart(2, '0')}`;
  const real = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(iso) ? iso : null;
}

/** `14:00` as the bridge takes an hour, or nothing. */
export function isoHour(typed: string): string | null {
  const match = /^\s*([01]?\d|2[0-3])[:hg](\d{2})\s*$/.exec(typed);
  return match && Number(match[2]) < 60
    ? `${(match[1] ?? '').padStart(2, '0')}:${match[2]}:00`
    : null;
}

/** Text without marks and capitals, for searching only. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().trim();
}

/** Why something cannot be chosen, and what to do about it. */
export function whyNot(reason: WhyNot): string {
  switch (reason.why) {
    case 'held':
      return 'người này đã có hoặc đang nằm trong bản nháp.';
    case 'other_teacher':
      return `lớp của ${reason.name}. Muốn đổi chủ nhiệm, mở mục Lớp.`;
    case 'no_teacher':
      return 'chưa có chủ nhiệm. Phân công ở mục Lớp.';
    case 'not_of_unit':
      return 'đơn vị chưa giữ quyền này. Đề nghị cấp trên bàn giao tài khoản quản trị.';
  }
}

/** A paper as lists name it. */
export function paperName(paper: DocumentRow): string {
  return `${paper.title} ${paper.number} – ${paper.subject}`;
}

/** Today in Việt Nam, ISO. */
export function today(): string {
  return new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10);
}

/** The school year of today: it turns on 1 September. */
export function schoolYear(): number {
  const now = today();
  return Number(now.slice(0, 4)) - (Number(now.slice(5, 7)) >= 9 ? 0 : 1);
}

/** The end of a day in Việt Nam, or nothing (now) if the day is not over. */
export function endOfDay(iso: string): string | null {
  const end = new Date(`${iso}T23:59:59+07:00`);
  return end > new Date() ? null : end.toISOString();
}

/** `15/11/2026` (its end) or `15/11/2026 07:00` as an instant; nothing if it is neither. */
export function instant(typed: string): string | null {
  const [date, time, ...rest] = typed.trim().split(/\s+/);
  const iso = isoDay(date ?? '');
  if (!iso || rest.length) return null;
  if (time === undefined) return endOfDay(iso) ?? new Date().toISOString();
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return null;
  return new Date(`${iso}T${time}:00+07:00`).toISOString();
}

/** A list of ids with one of them added or taken out. Lists of which only some rows are drawn cannot bind to a group. */
export function ticked(chosen: string[], id: string, on: boolean): string[] {
  const others = chosen.filter((one) => one !== id);
  return on ? [...others, id] : others;
}
