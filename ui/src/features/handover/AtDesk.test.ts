// The handover desk: what one answer makes compulsory is marked as soon as it does.
import { render, screen } from '@testing-library/svelte';
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
