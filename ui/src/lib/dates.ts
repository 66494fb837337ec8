// Days and hours as people type and read them, in the time of Việt Nam.
import type { When } from './ipc/call';

/** `05/09/2026` */
export function day(iso: string | null | undefined): string {
  const [y, m, d] = (iso ?? '').slice(0, 10).split('-');
  return y && m && d ? `${d}/${m}/${y}` : '';
}

// Made once: making one takes longer than using it a hundred times.
const hours = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  hour: '2-digit',
  minute: '2-digit',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour12: false,
});

/** `08:30 05/09/2026` */
export function moment(iso: string | null | undefined): string {
  if (!iso) return '';
  const parts = hours.formatToParts(new Date(iso));
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

/** What was typed of a day as people write it, `05/09/2026`; as it was typed if it is no real day. */
export function wholeDay(typed: string): string {
  return day(isoDay(typed)) || typed;
}

/** `14:00`, `8h`, `8h30` or `8 giờ 30` as the bridge takes an hour, or nothing. */
export function isoHour(typed: string): string | null {
  const said = typed.normalize().trim();
  const match = /^([01]?\d|2[0-3])\s*(?::|h|g|giờ)\s*([0-5]\d)?(?:\s*(?:p|phút))?$/iu.exec(said);
  const [, hour = '', minute] = match ?? [];
  // A colon alone is an hour that is not typed to its end.
  if (!match || (!minute && said.endsWith(':'))) return null;
  return `${hour.padStart(2, '0')}:${minute ?? '00'}:00`;
}

/** What was typed of an hour as people write it, `08:30`; as it was typed if it is none. */
export function wholeHour(typed: string): string {
  return isoHour(typed)?.slice(0, 5) ?? typed;
}

/** `15/11/2026`: the whole day; `15/11/2026 07:00` or `… 07:00:30`: an instant; nothing if it is neither. */
export function moments(typed: string): When | null {
  const [date, time, ...rest] = typed.trim().split(/\s+/);
  const iso = isoDay(date ?? '');
  if (!iso || rest.length) return null;
  if (time === undefined) return { during: iso };
  const match = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(time);
  if (!match) return null;
  const [, hour = '', minute = '', second = '00'] = match;
  const at = new Date(`${iso}T${hour.padStart(2, '0')}:${minute}:${second}+07:00`);
  return { at: at.toISOString() };
}

/** `07:30` of an instant. */
export function hour(iso: string): string {
  return moment(iso).slice(0, 5);
}

/** `2026 - 2027` */
export function schoolYear(year: number): string {
  return `${year} - ${year + 1}`;
}

/** Today, ISO. */
export function today(): string {
  return new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10);
}
