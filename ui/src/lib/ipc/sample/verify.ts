// The sample: a signed file that does not hold.
import type { Failure, FileVerdict, TrustedRow } from '../bindings';
import { AT, LONG_NAME } from './names';

const changed: Failure = {
  number: 'BG-KYSO-007',
  code: 'changed_after_signing',
  sentence:
    `Sau khi ${LONG_NAME} ký, tệp bị sửa hoặc thêm phần khác ngoài chữ ký. ` +
    'Không dùng tệp này.',
};

export const verdict: FileVerdict = {
  passes: false,
  problem: null,
  blank: ['minutes_receiver'],
  signatures: [
    {
      field: 'minutes_giver',
      signer: LONG_NAME,
      organisation: 'Trường THCS Đằng Giang',
      issuer: 'Ban Cơ yếu Chính phủ',
      claimed_at: AT,
      proven_at: null,
      stamp: false,
      whole: false,
      holds: false,
      root: 'government',
      after: [
        { what: 'signed', field: 'minutes_receiver', text: null },
        { what: 'filled', field: 'minutes_number_1', text: '07' },
      ],
      // Two authorities may be unknown at once: the signer's and the time stamp's.
      problems: [changed, changed],
      notes: [
        {
          number: 'BG-KYSO-014',
          code: 'time_not_checked',
          sentence: 'Giờ ký là giờ máy của người ký, chưa có dấu thời gian chứng minh.',
        },
      ],
    },
  ],
};

export const root: TrustedRow = {
  kind: 'root',
  set: 'government',
  name: 'Ban Cơ yếu Chính phủ',
  until: '2036-01-01T00:00:00Z',
};
