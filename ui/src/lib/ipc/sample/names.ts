// The sample: names and times that its rows share.

/** The longest and most marked name that a screen has to bear. */
export const LONG_NAME = 'NGUYỄN THỊ THUỲ DƯƠNG – Ấp Ỷ Ẵ';
export const UNIT = '00000000-0000-7000-8000-000000000001';
export const DAY = '2026-11-09';
export const AT = '2026-11-09T01:00:00Z';
