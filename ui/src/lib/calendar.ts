// Days of a month as a calendar shows them, and days before and after; without hours or zones.

const DAY = 86_400_000;
const iso = (at: number) => new Date(at).toISOString().slice(0, 10);
const at = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** So many days later; earlier if negative. */
export function daysLater(day: string, days: number): string {
  return iso(at(day) + days * DAY);
}

/** The same day so many months later; the month's last day if it has no such day. */
export function monthsLater(day: string, months: number): string {
  const [y = 0, m = 1, d = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(y, m + months, 0)).getUTCDate();
  return iso(Date.UTC(y, m - 1 + months, Math.min(d, last)));
}

/** The weeks of a day's month, from Monday to Sunday; days of its neighbours fill the ends. */
export function weeksOf(day: string): string[][] {
  const first = `${day.slice(0, 7)}-01`;
  const monday = daysLater(first, -((new Date(at(first)).getUTCDay() + 6) % 7));
  const weeks: string[][] = [];
  for (let start = monday; start.slice(0, 7) <= day.slice(0, 7); start = daysLater(start, 7))
    weeks.push(Array.from({ length: 7 }, (_, n) => daysLater(start, n)));
  return weeks;
}
