// Words of handing over: offers, minutes, accounts, signatures, receipts.
import type {
  Function,
  Happened,
  MinutesKind,
  MinutesState,
  Party,
  Right,
  Route,
  SecretClause,
  WhyNot,
} from '../../ipc/call';

export const handover = {
  delegate: {
    title: 'Giao quyền cho',
    steps: ['Lớp', 'Chức năng', 'Thời hạn', 'Căn cứ, người ký', 'Kiểm tra lại'],
    classes: 'Lớp đang chủ nhiệm',
    noClass: 'Người này không chủ nhiệm lớp nào chưa giao. Phân công chủ nhiệm ở mục Lớp.',
    before:
      'Đánh dấu sẵn việc người phụ trách trước đã có và nay không còn; bỏ bớt nếu không giao.',
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
    into: 'Thêm vào biên bản nháp của',
    addInto: 'Thêm vào bản nháp',
    noDraft: 'Bản nháp này không còn để thêm vào. Hãy quay lại và xem biên bản.',
    addedInto: 'Đã thêm vào bản nháp.',
  },
  spread: {
    subject: 'Môn',
    subjects: 'Môn được giao',
    subjectsHint: 'Nhiều môn thì cách nhau bằng dấu chấm phẩy, ví dụ: Toán; Tin học',
    everySubject: 'mọi môn',
    subjectsAre: (names: string) => `môn ${names}`,
    classes: 'Lớp',
    everyClass: 'mọi lớp',
    classesAre: (names: string) => `lớp ${names}`,
    nothing: 'Kết quả học tập, rèn luyện: hãy ghi môn và chọn lớp được giao.',
    noSubject: 'Kết quả học tập, rèn luyện: hãy ghi môn, hoặc đánh dấu mọi môn.',
    noClass: 'Kết quả học tập, rèn luyện: hãy chọn lớp, hoặc đánh dấu mọi lớp.',
  },
  minutes: {
    print: 'In các bản đã chọn',
    copies: 'Số bản',
    sides: 'Máy in',
    both: 'In hai mặt',
    fronts: 'Một mặt: trang trước',
    backs: 'Một mặt: trang sau',
    printedOf: (printed: number, of: number, sheets: number) =>
      printed === of
        ? `${printed} biên bản · ${sheets} tờ giấy`
        : `${printed}/${of} biên bản đã in, còn ${of - printed} · ${sheets} tờ giấy`,
    printedTo: 'Tệp in',
    printedOn: (n: number) => `Tệp này chỉ có ${n} bản in tiếp.`,
    printedBefore: (n: number, file: string) => `${n} bản trước nằm ở tệp ${file}.`,
    openPrint: 'Mở tệp để in',
    openBefore: (n: number) => `Mở tệp ${n} bản trước`,
    printHint: 'Tệp in không mã hóa, tự xóa khi khóa màn hình.',
    failed: 'chưa làm được',
    recordMany: 'Ghi nhận đã ký',
    empty: 'Chưa có biên bản nào.',
    receiver: 'Người nhận',
    unit: 'Đơn vị',
    kind: 'Loại',
    signedOn: 'Ngày ký',
    draftedOn: 'Lập lúc',
    scanUntil: 'Hạn bản quét',
    content: 'Nội dung',
    state: 'Trạng thái',
    code: 'Số, mã tra cứu',
    savedAs: 'Nơi lưu',
    freeze: 'Chốt để in và ký',
    freezeHint: 'Sau khi chốt, nội dung không đổi; sai thì hủy và lập bản mới.',
    sign: 'Ghi nhận đã ký',
    signText:
      'Các bên đã ký đủ trên giấy, kể cả bản cam kết. Quyền có hiệu lực từ lúc ghi nhận. ' +
      'Hãy nhập lại mật khẩu.',
    dateOnPaper: 'Ngày ghi trên giấy',
    scan: 'Đưa bản quét vào',
    scanHint:
      'PDF hoặc ảnh, từ 200 dpi; trong 7 ngày kể từ khi ghi nhận. ' +
      'Muốn cơ quan ký số bản quét thì dùng PDF.',
    scanned: 'Đã có bản quét',
    scanFirst:
      'Lần này ghi nhận kèm bản quét tờ đã ký: biên bản giao tài khoản do người không phải thủ trưởng ghi nhận (thủ trưởng xác nhận sau), hoặc hai biên bản trước của người nhận chưa có bản quét.',
    scanOpen:
      'Bản quét chưa đối chiếu: máy không đọc được mã QR. Hãy nộp bản quét rõ hơn, hoặc đề nghị thủ trưởng cấp trên xem và chấp nhận.',
    byEye: 'Mã QR không đọc được: nộp để thủ trưởng cấp trên đối chiếu bằng mắt',
    accept: 'Chấp nhận bản quét',
    acceptText:
      'Máy không đọc được bản quét này. Hãy xem bản quét ở bên, so từng trang với biên bản, rồi ghi lý do chấp nhận.',
    acceptHint: 'Ví dụ: mã QR trang 2 bị dấu che, đã so với tờ giấy',
    accepted: 'Đối chiếu bằng mắt:',
    scanDue: 'Thiếu bản quét, quyền tự dừng sau',
    waitOpen: 'Đã ký · chờ máy chủ mở quyền',
    opened: 'Đã mở quyền',
    inForceAlone: 'Đã ký · chưa đối chiếu với Sở',
    inForceNoServer: 'Đã ký · chưa có máy chủ để đối chiếu',
    notInForce: 'Chưa có quyền: chờ bên giao và bên nhận ký',
    scanMissing: 'Thiếu bản quét',
    chosen: 'biên bản đã chọn',
    chooseFile: 'Hãy chọn tệp quét trước.',
    numberIs: 'Số',
    decline: 'Từ chối ký',
    cancelMinutes: 'Hủy biên bản',
    reason: 'Lý do',
    number: 'Cấp số',
    typeNumber: 'Số của sổ chung',
    writtenNumber: 'Số đã viết trên giấy',
    correctNumber: 'Sửa số ghi nhầm',
    correctHint: 'Số ghi nhầm, người sửa và lý do còn trong sổ.',
    signedBefore: 'ký năm trước, lấy số năm',
    typedWrongly: 'Trước ghi nhầm số',
    writtenHint: 'Để trống: cấp số tiếp theo của sổ',
    confirm: 'Thủ trưởng xác nhận',
    page: 'Trang biên bản',
    facts: 'Nội dung',
    giver: 'Bên giao',
    login: 'Tài khoản',
    proposed: 'đề xuất',
    proposedLogins: (n: number) =>
      `${n} tên đăng nhập là đề xuất: hãy đối chiếu với Hệ thống CSDL trước khi in.`,
    pasteLogins: 'Nhập danh sách tài khoản',
    /** How the password of a login goes over, behind the login. */
    secret: (by: SecretClause['by']) => {
      const said = secretName[by];
      return `(mật khẩu: ${said.charAt(0).toLowerCase()}${said.slice(1)})`;
    },
    grounds: 'Căn cứ',
    replaces: 'Thay thế',
    dates: 'Ngày ký',
    recordedAfter: (days: number) => (days === 0 ? 'cùng ngày' : `sau ${days} ngày`),
    over: 'Đã hết hạn, ghi nhận chỉ để lưu hồ sơ và không mở quyền nào:',
    outdated:
      'Tờ đã in ghi tên, chức vụ hoặc thể thức mà sổ đã sửa sau đó. Biên bản vẫn có giá trị như đã in.',
    noPage: 'Chưa mở được trang này. Hãy thử lại; nếu vẫn lỗi, gửi mã lỗi cho nơi hỗ trợ.',
  },
  page: {
    tools: 'Việc với biên bản này',
    tabs: { print: 'Bản in', scan: 'Bản quét', signed: 'Bản ký số', history: 'Lịch sử' },
    print: 'In',
    edit: 'Sửa nháp',
    before: 'Trước',
    after: 'Sau',
    zoom: 'Cỡ trang',
    fit: 'Vừa khung',
    real: 'Đúng cỡ giấy',
    smaller: 'Thu nhỏ',
    larger: 'Phóng to',
    preview: 'Xem thử',
    freezeAndPrint: 'Chốt và in',
    printOn: (n: number) => `In tiếp ${n} bản`,
    printDraft:
      'Đây là bản nháp. Xem thử thì mỗi trang có chữ DỰ THẢO và vẫn sửa được. ' +
      'Chốt và in thì nội dung không đổi được nữa.',
    draftsAmong: (n: number) =>
      `${n} bản đang là nháp: chốt và in thì nội dung không đổi được nữa. ` +
      'Xem thử thì có chữ DỰ THẢO và vẫn sửa được.',
    each: 'Xem từng tờ',
    here: 'máy này',
    machine: (id: string) => `máy ${id.slice(0, 8)}`,
    noScan: 'Chưa có bản quét. Quét tờ đã ký rồi đưa vào ở phần bên trái.',
    noScanYet: 'Chưa có bản quét: biên bản chưa ghi nhận đã ký.',
    noSignature: 'Chưa có chữ ký số. Cách ký của biên bản này:',
    ownFile: 'Tệp biên bản',
    trustHint: 'Chứng thư gốc mà máy này tin, và kiểm một tệp bất kỳ:',
    when: 'Lúc',
    what: 'Việc',
    who: 'Ai làm',
    server: 'Máy chủ của Sở',
    lines: 'Quyền giao',
    moreLines: 'Giao thêm quyền vào biên bản này',
    stale: 'Bản nháp đã đổi sau khi mở ô sửa này.',
    fillAgain: 'Lấy lại nội dung mới',
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
    siteToo: 'Đã ghi địa chỉ: ghi cả địa điểm, hoặc bỏ trống cả hai.',
    addressToo: 'Đã ghi địa điểm: ghi cả địa chỉ, hoặc bỏ trống cả hai.',
    hour: 'Giờ bàn giao',
    hourHint: 'Ví dụ 8 giờ 30 hoặc 14:00; để trống thì chừa chỗ viết tay.',
    letterUntil: 'Giấy giới thiệu có giá trị đến hết ngày',
    trainedOn: 'Ngày dự tập huấn',
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
      'Do nơi cấp thiết bị cung cấp, ví dụ C:\\Windows\\System32\\bit4ipki.dll; ' +
      'chưa rõ thì hỏi nơi hỗ trợ.',
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
    lead:
      'Bên phải là bản đã lưu của biên bản bàn giao cho anh/chị. ' +
      'Đây có phải tờ anh/chị đã ký không?',
    leadDigital:
      'Bên phải là tệp biên bản bàn giao cho anh/chị. ' +
      'Đây có phải biên bản mà anh/chị đã ký số không?',
    signedOn: 'Ngày ký',
    unseen: 'Chưa mở được biên bản để xem, nên chưa trả lời được.',
    whatMissing: 'Hãy ghi điều không đúng.',
    yes: 'Đúng, tôi đã ký',
    no: 'Không đúng',
    what: 'Điều không đúng',
    object: 'Gửi thủ trưởng',
    later: 'Để sau',
    waits: 'Có biên bản mang tên anh/chị chờ xác nhận điện tử',
    note:
      'Đây là xác nhận điện tử, không phải chữ ký số; ' +
      'quyền đã có theo biên bản không thay đổi.',
    confirmed: 'Người nhận xác nhận điện tử lúc',
    notSigned: 'không phải chữ ký số',
    objected: 'Người nhận báo biên bản không đúng, lúc',
    objectedHint:
      'Hãy hỏi người nhận. Nếu giấy sai: mở trang của người nhận, Thu hồi, rồi lập biên bản mới:',
  },
} as const;

/** What was said of something that happened, in words. */
export const happenedSaid = (what: Happened, said: string) =>
  what === 'edited' && said ? `lần thứ ${said}` : said;

export const happenedName: Record<Happened, string> = {
  drafted: 'Lập nháp',
  edited: 'Sửa nháp',
  frozen: 'Chốt để in và ký',
  signed_digitally: 'Ký số',
  recorded: 'Ghi nhận đã ký, giấy ghi ngày',
  opened: 'Mở quyền',
  numbered: 'Có số',
  number_corrected: 'Sửa số ghi nhầm',
  scanned: 'Nộp bản quét, số trang',
  compared: 'Đối chiếu bản quét',
  accepted: 'Chấp nhận bản quét bằng mắt',
  certified: 'Cơ quan ký số bản quét',
  confirmed: 'Xác nhận điện tử',
  objected: 'Báo biên bản không đúng',
  archived: 'Lưu lâu dài tệp ký số',
  ended: 'Kết thúc',
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
export const partyName: Record<Party, string> = {
  giver: 'Bên giao',
  receiver: 'Bên nhận',
  commitment_receiver: 'Người cam kết',
  commitment_head: 'Thủ trưởng xác nhận cam kết',
  third: 'Người xác nhận, chứng kiến',
  organisation: 'Cơ quan bên giao',
  receiving_organisation: 'Cơ quan bên nhận',
};
export const routeName: Record<Route, string> = {
  paper: 'Ký trên giấy',
  mixed: 'Bên giao, cơ quan ký số; bên nhận ký trên giấy',
  digital: 'Các bên đều ký số',
};
export const secretName: Record<SecretClause['by'], string> = {
  envelope: 'Phong bì niêm phong',
  slip: 'Phiếu kích hoạt',
  set_at_table: 'Người nhận tự đặt tại chỗ',
  already_held: 'Người nhận đang giữ',
  personal: 'người dùng tự đặt, tự giữ',
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
