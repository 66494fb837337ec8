// The sample: what was done and where it is.
import type { SyncStatus, Stick } from '../bindings';
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
  last_backup: null,
  left_in_clear: [],
  acts: [
    {
      op: 'op1',
      kind: 'hand_over.v1',
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

export const stick: Stick = {
  name: 'USB HOA',
  path: '/media/lan/USB HOA',
  backups: ['/media/lan/USB HOA/bangiao-31000701-2026-11-09.bangiao'],
};
