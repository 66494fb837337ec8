// The sample: what was done and where it is.
import type { Decisions, SyncStatus, Stick } from '../bindings';
import { AT, LONG_NAME, UNIT } from './names';

export const status: SyncStatus = {
  enrolled: true,
  server: 'http://127.0.0.1:8470',
  sending: false,
  reachable: true,
  waiting: 3,
  returned: 1,
  unread: 0,
  last_contact: AT,
  clock_ahead: 0,
  last_backup: null,
  left_in_clear: [],
  acts: [
    {
      op: 'op1',
      kind: 'hand_over.v1',
      about: { number: null, class: null, name: LONG_NAME, more: 0 },
      at: AT,
      received_at: null,
      state: 'waiting',
      undoable: true,
      reason: null,
      number: null,
      minutes: null,
    },
    {
      op: 'op2',
      kind: 'add_class.v1',
      about: { number: null, class: null, name: '6A2', more: 0 },
      at: AT,
      received_at: AT,
      state: 'returned',
      undoable: false,
      reason: '6A2 đã có trong sổ. Hãy mở bản đã có hoặc nhập giá trị khác.',
      number: 'BG-NHAP-006',
      minutes: [UNIT, 'm1', LONG_NAME],
    },
  ],
};

export const decisions: Decisions = {
  held: [
    {
      id: 'held1',
      unit: UNIT,
      unit_name: 'Trường THCS Đằng Giang',
      name: LONG_NAME,
      kind: 'record_signing.v1',
      receiver: 'Nguyễn Thị Hoa',
      done_at: AT,
      received_at: AT,
      reason: 'Khi máy này gửi lên, người làm không còn được làm việc này ở đơn vị.',
      decision: null,
    },
    {
      id: 'held2',
      unit: UNIT,
      unit_name: 'Trường THCS Đằng Giang',
      name: 'Nguyễn Thị An',
      kind: 'add_class.v1',
      receiver: null,
      done_at: AT,
      received_at: AT,
      reason: 'Khi máy này gửi lên, người làm không còn được làm việc này ở đơn vị.',
      decision: { name: LONG_NAME, at: AT, taken: false, reason: 'đã bàn giao công việc' },
    },
  ],
  refusals: [
    {
      id: 'refused1',
      unit_name: 'Trường THCS Đằng Giang',
      name: LONG_NAME,
      device: '0192f0c1-0000-7000-8000-000000000001',
      kind: 'hand_over.v1',
      reason: 'Không thể giao quyền cho chính mình.',
      number: 'BG-QUYEN-004',
      at: AT,
      times: 2,
    },
  ],
};

export const stick: Stick = {
  name: 'USB HOA',
  path: '/media/lan/USB HOA',
  backups: ['/media/lan/USB HOA/bangiao-31000701-2026-11-09.bangiao'],
};
