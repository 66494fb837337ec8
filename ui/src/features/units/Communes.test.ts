// The communes of the catalogue: shown before they are made, and what is there is left.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { pretend, sample } from '../../lib/ipc/fake';
import { units } from '../../lib/ipc/sample/units';
import { t } from '../../lib/text/vi';
import Communes from './Communes.svelte';
import Units from './Units.svelte';

test('what would be made is shown, and one press makes it', async () => {
  const make = vi.fn(() => ({ id: 'i3', added: 2 }));
  const close = vi.fn();
  pretend({ ...sample, make_communes: make });
  render(Communes, { close });
  expect(await screen.findByText(t.communes.there(112))).toBeTruthy();
  expect(screen.getByText('11914 Đặc khu Cát Hải')).toBeTruthy();
  await fireEvent.click(screen.getByText(t.communes.make(2)));
  await vi.waitFor(() => expect(close).toHaveBeenCalled());
  expect(make).toHaveBeenCalledTimes(1);
});

test('nothing is offered where all are there', async () => {
  pretend({ ...sample, catalogued: () => ({ missing: [], there: 114 }) });
  render(Communes, { close: () => {} });
  expect(await screen.findByText(t.communes.none)).toBeTruthy();
  expect(document.querySelector('#make-communes')).toBeNull();
});

test('where all communes are there and nothing is to be done, nothing offers it', async () => {
  const own = { ...units[0], id: 'so', kind: 'department', parent_id: null, received: false };
  const there = Array.from({ length: 114 }, (_, n) => ({
    ...units[0],
    id: `x${n}`,
    code: String(n),
    kind: 'commune',
    parent_id: 'so',
    received: true,
  }));
  pretend({ ...sample, units: () => [own, ...there] });
  const { container } = render(Units, { unit: 'so', wanted: '' });
  await waitFor(() => expect(container.querySelector('[data-rows="115"]')).toBeTruthy());
  expect(container.querySelector('#unit-communes')).toBeNull();
  expect(container.querySelector('td.acts, th.acts')).toBeNull();
});
