// Words of Việc cần làm.
import type { TaskKind, WaitView, Why } from '../../ipc/call';

export const home = {
  home: {
    people: 'người được giao quyền',
    signed: 'đã ký',
    printed: 'đã in, chờ ký',
    drafted: 'có nháp, chờ in',
    notMade: 'chưa lập biên bản',
    question: 'Ai mở được lớp',
    on: 'ngày',
    ask: 'Trả lời',
    nobody: 'Không ai mở được lớp này vào lúc đó.',
    about: 'Lớp',
    year: 'năm học',
    now: 'Làm được ngay',
    waits: 'Đang chờ người khác',
    open: 'Xem',
    none: 'Không còn việc nào cần làm lúc này.',
    offline: 'Chưa kết nối Sở – vẫn làm và in được.',
    noServer: 'Chưa có máy chủ – vẫn làm và in được.',
    connect: 'Kết nối',
    steps: ['1 Dán hoặc chọn danh sách phân công', '2 In biên bản', '3 Đưa bản đã ký vào'],
    stepsOfDepartment: [
      '1 Tạo sẵn 114 xã, phường',
      '2 Nhập đơn vị trực thuộc',
      '3 Lập biên bản cho mọi đơn vị',
    ],
    stepDone: 'đã xong',
    passOver: 'Bỏ qua bước 2',
    stepsOfCommune: ['1 Nhập danh sách trường', '2 Lập và in biên bản', '3 Đưa bản đã ký vào'],
    more: 'việc khác',
    due: 'hạn',
  },
  proposals: {
    title: 'Đề nghị lập biên bản',
    from: 'từ',
    draft: 'Lập nháp',
    draftAll: 'Lập nháp tất cả',
    later: 'khi đi làm lại',
  },
} as const;

export const whyProposed: Record<Why, string> = {
  remainder:
    'Lập lại phần còn giữ sau khi thu hồi một phần (không bắt buộc ngay: quyền còn giữ vẫn theo biên bản cũ)',
  back_from_leave: 'Giao lại khi đi làm trở lại',
  same_again: 'Giao tiếp năm học mới như năm trước',
};

export const taskName: Record<TaskKind, string> = {
  scan_missing: 'Đưa bản quét vào',
  scan_open: 'Bản quét chưa đối chiếu',
  sign: 'Chờ các bên ký',
  take_back_paper: 'In, ký biên bản thu hồi',
  print: 'Chốt và in biên bản',
  prepare_again: 'Người giao đã thôi giữ chức, lập lại biên bản',
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
  leader_without_minutes: 'Người đứng đầu mới chưa nhận bàn giao, lập biên bản',
  receive_account: 'Nhận bàn giao tài khoản',
};

/** What a press on a group of tasks opens. */
export const taskAct: Partial<Record<TaskKind, string>> = {
  scan_missing: 'Xếp chồng',
  sign: 'Ghi nhận',
  print: 'In',
  give_number: 'Cấp số',
  on_csdl: 'Làm và đánh dấu',
  class_without_minutes: 'Lập biên bản',
  unit_without_account: 'Lập biên bản',
  leader_without_minutes: 'Lập biên bản',
  confirm_recording: 'Xác nhận',
  leaver_holds_rights: 'Thu hồi',
  class_without_teacher: 'Phân công',
};

/** For whom something waits. */
export function waitsFor({ kind, whom, name }: WaitView): string {
  if (kind === 'receive_account') return `Chờ ${name} bàn giao tài khoản`;
  switch (whom) {
    case 'unit':
      return `Chờ ${name}`;
    case 'head':
      return name ? `Chờ ${name} (thủ trưởng)` : 'Chờ thủ trưởng';
    case 'clerk':
      return 'Chờ văn thư';
    case 'preparer':
      return 'Chờ người soạn biên bản';
  }
}
