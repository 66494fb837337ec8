// The handover desk: what one answer makes compulsory is marked as soon as it does.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { t } from '../../lib/text/vi';
import AtDesk from './AtDesk.svelte';

test.each([
  { site: '', address: '', site_asked: false, address_asked: false },
  { site: 'Nhà văn hóa', address: '', site_asked: false, address_asked: true },
  { site: '', address: 'số 5 Lạch Tray', site_asked: true, address_asked: false },
])('place and address are asked together, and marked: $site $address', (given) => {
  const { site, address } = given;
  render(AtDesk, { desk: { site, address, hour: '', letterUntil: '', trainedOn: '' } });
  const asked = (label: string) =>
    screen.getByLabelText<HTMLInputElement>((found) => found.startsWith(label)).required;
  expect(asked(t.account.site)).toBe(given.site_asked);
  expect(asked(t.account.address)).toBe(given.address_asked);
});

test('an hour is taken as people say it, and one that is none is said when the field is left', async () => {
  const desk = { site: '', address: '', hour: '', letterUntil: '', trainedOn: '' };
  render(AtDesk, { desk });
  const hour = screen.getByLabelText<HTMLInputElement>(t.account.hour);
  const leave = async (value: string) => {
    await fireEvent.input(hour, { target: { value } });
    expect(hour.value).toBe(value);
    await fireEvent.focusOut(hour);
  };
  await leave('8 giờ 30');
  expect(hour.value).toBe('08:30');
  expect(screen.queryByText(t.badHour)).toBeNull();
  await leave('sáng mai');
  expect(hour.value).toBe('sáng mai');
  expect(screen.getByText(t.badHour)).toBeTruthy();
  expect(screen.getAllByRole('button', { name: t.parts.openCalendar })).toHaveLength(2);
});
