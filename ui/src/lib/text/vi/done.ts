// What is said once an act is done: the act, and whom or what it was about.
import { day } from '../../dates';
import type { Commands } from '../../ipc/call';

type Sentences = { [Name in keyof Commands]?: (...given: Parameters<Commands[Name]>) => string };

/** Acts that change nothing that somebody looks for, and those that say it themselves, are not here. */
export const doneText: Sentences = {
  recover: () => 'Từ nay mở bằng mật khẩu mới. Mã khôi phục trên giấy vẫn dùng được, hãy cất lại.',
  addOfficer: ({ name }) => `Đã thêm cán bộ ${name}.`,
  editOfficer: () => 'Đã sửa thông tin cán bộ.',
  editOfficers: (edits) => `Đã sửa thông tin ${String(edits.length)} cán bộ.`,
  appoint: ({ post }) => `Đã ghi chức vụ ${post.position}.`,
  endAppointment: () => 'Đã ghi thôi công tác. Quyền gắn với vị trí này đã đóng.',
  changeHead: () => 'Đã ghi thay đổi thủ trưởng và lập nháp biên bản giữa hai người.',
  putNewHead: ({ name, from }) =>
    `Đã ghi ${name.trim()} làm thủ trưởng từ ${day(from)} và lập nháp biên bản giữa hai người.`,
  addClass: ({ name }) => `Đã thêm lớp ${name}.`,
  assignTeacher: () => 'Đã ghi phân công. Người mới có quyền khi biên bản được ghi nhận đã ký.',
  addUnit: ({ details }) => `Đã thêm ${details.name}.`,
  confirmParent: () => 'Đã ghi đơn vị trực thuộc.',
  renameUnit: ({ name }) => `Đã đổi tên thành ${name}.`,
  setLevels: () => 'Đã ghi cấp học của đơn vị.',
  setUnit: () => 'Đã lưu cách trình bày văn bản.',
  addAccount: ({ login }) => `Đã thêm tài khoản ${login}.`,
  addDocument: ({ number }) => `Đã thêm văn bản ${number} vào sổ.`,
  endDocument: () => 'Đã ghi ngày hết hiệu lực của văn bản.',
  checkGround: () => 'Đã ghi kết quả đối chiếu căn cứ.',
  handOver: () => 'Đã lập biên bản nháp.',
  editDraft: () => 'Đã sửa bản nháp.',
  draftProposed: () => 'Đã lập biên bản nháp theo đề nghị.',
  freezeMinutes: () => 'Đã chốt biên bản.',
  recordSigning: ({ minutes }) =>
    minutes.length === 1
      ? 'Đã ghi nhận biên bản đã ký.'
      : `Đã ghi nhận ${String(minutes.length)} biên bản đã ký.`,
  recordWithScan: () => 'Đã ghi nhận biên bản đã ký và đưa bản quét vào.',
  confirmRecording: () => 'Đã xác nhận việc ghi nhận.',
  setRoute: () => 'Đã chọn cách ký.',
  takeSigned: () => 'Đã nhận tệp đã ký số.',
  certifyScan: () => 'Cơ quan đã ký số bản quét.',
  confirmReceipt: () => 'Đã ghi xác nhận của anh/chị.',
  attachScan: () => 'Đã đưa bản quét vào biên bản.',
  acceptScan: () => 'Đã chấp nhận bản quét.',
  declineMinutes: () => 'Đã ghi từ chối ký.',
  cancelMinutes: () => 'Đã hủy biên bản.',
  takeBack: () => 'Đã thu hồi. Quyền đã đóng từ lúc này.',
  giveNumber: () => 'Đã cấp số cho biên bản.',
  typeNumber: ({ number }) => `Đã ghi số ${String(number)} cho biên bản.`,
  correctNumber: ({ number }) => `Đã sửa số thành ${String(number)}.`,
  skipNumbers: () => 'Đã ghi vào sổ số.',
  takeRegister: () => 'Sổ số đã chuyển về máy này.',
  decideHeld: () => 'Đã ghi quyết định.',
  trust: () => 'Đã thêm vào danh sách tin cậy.',
  enrol: () => 'Đã kết nối Sở.',
};

/** The same sentence several times in a row, said once. */
export const timesDone = (sentence: string, times: number) =>
  `${sentence.replace(/\.$/, '')} (${String(times)} lần).`;
