// A school with one of everything, answered by command name.
import {
  accountOffer,
  minutesDetail,
  minutesRow,
  numbersAhead,
  offer,
  paper,
  proposal,
} from './sample/handover';
import { accountsOffer, catalogued, fewOfBoard } from './sample/board';
import { home } from './sample/home';
import { book, checked, imported, looked, wrongClass } from './sample/import';
import { LONG_NAME, UNIT } from './sample/names';
import { officer, person, right, schoolClass } from './sample/people';
import { decisions, status, stick } from './sample/saved';
import { account, csdl, csdlFound, csdlOver, ground, units } from './sample/units';
import { root, verdict } from './sample/verify';

/** What commands answer, by their names. */
export type Answers = Record<string, (args: Record<string, unknown>) => unknown>;

export const sample: Answers = {
  door: () => 'open',
  left_in_clear: () => [],
  lock: () => null,
  has_pin: () => false,
  unread_recovery_code: () => null,
  keep_recovery_code: () => null,
  home: () => home,
  sync_status: () => status,
  decisions: () => decisions,
  usb_places: () => [stick],
  doctor: () => [{ what: 'database', fine: true, detail: '' }],
  error_catalogue: () => [
    [
      'BG-DB-001',
      'Chưa kết nối được máy chủ. Việc đã làm vẫn an toàn trên máy này, sẽ gửi khi có mạng.',
    ],
  ],
  find: () => [
    {
      kind: 'officer',
      id: 'o1',
      unit: UNIT,
      name: LONG_NAME,
      hint: 'GV01 · Trường Trung học cơ sở Đằng Giang',
    },
  ],

  officers: () => [officer],
  person: () => person,
  classes: () => [schoolClass],
  rights: () => [right],
  edit_officer: () => null,
  edit_officers: () => null,

  communes: () => [['11383', 'Phường Lê Chân']],
  levels_in: () => [],
  units: () => units,
  board: () => fewOfBoard,
  catalogued: () => catalogued,
  make_communes: () => ({ id: 'i3', added: 2, edited: 0, skipped: 0, wrong: 0, drafts: 0 }),
  documents: () => [paper],
  accounts: () => [account],
  csdl_tasks: () => [csdl, csdlFound, csdlOver],
  fixed_grounds: () => [ground],

  offer: () => offer,
  proposals: () => [proposal],
  draft_proposed: () => minutesRow.id,
  account_offer: () => accountOffer,
  accounts_offer: () => accountsOffer,
  give_accounts: () => ({ drafted: [['b1', 'm1']], failed: [], cancelled: false, id: 'i1' }),
  minutes_list: () => [minutesRow],
  numbers_ahead: () => numbersAhead,
  minutes_detail: () => minutesDetail,
  upload: () => null,
  minutes_verdict: () => verdict,
  edit_draft: () => null,
  keep_forms: () => null,
  kept_forms: () => '',
  keep_import: () => null,
  begun_import: () => null,
  trusted: () => [root],
  verify_signed: () => verdict,

  place_of_list: () => '/home/an/Downloads/bangiao-danh-sach.xlsx',
  choose_place: () => '/home/an/Tài liệu/danh-sach.xlsx',
  save_list: ({ to }) => to,
  place_of_wrong_rows: () => '/home/an/Downloads/bangiao-can-sua.xlsx',
  paste_book: () => book,
  open_book: () => book,
  look_at: () => looked,
  check_import: () => checked,
  run_import: () => ({ id: 'i2', added: 2, edited: 0, skipped: 0, wrong: 0, drafts: 2 }),
  imports: () => [imported],
  undo_import: () => ({ undone: 42, kept: [wrongClass] }),
};
