// All minutes of a unit.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { pretend, sample } from '../../lib/ipc/fake';
import { minutesRow } from '../../lib/ipc/sample/handover';
import { here } from '../../lib/state.svelte';
import { kindName, t } from '../../lib/text/vi';
import MinutesList from './MinutesList.svelte';

test('ticks stay when their rows scroll out of sight', async () => {
  const many = Array.from({ length: 310 }, (_, n) => ({
    ...minutesRow,
    id: `m${n}`,
    receiver: `Lê Văn ${n}`,
  }));
  pretend({ ...sample, minutes_list: () => many });
  const { container } = render(MinutesList, { unit: 'u1' });
  await screen.findByText('Lê Văn 0');
  await fireEvent.click(container.querySelector('#choose-all') as HTMLElement);
  await fireEvent.click(screen.getByLabelText('Lê Văn 1'));
  expect(container.querySelector('[data-picked="309"]')).toBeTruthy();
  expect(screen.getByText(`309 ${t.minutes.chosen}`)).toBeTruthy();
});

test('a unit is named without what all of its kind begin with, on two lines, and its kind stands apart', async () => {
  const at = (id: string, unit_name: string) => ({
    ...minutesRow,
    id,
    unit: id,
    unit_name,
    kind: 'department_to_commune' as const,
    scope: 'Quản trị tài khoản',
  });
  const rows = [
    at('m1', 'Ủy ban nhân dân phường Lê Chân'),
    at('m2', 'Ủy ban nhân dân xã An Dương'),
  ];
  pretend({ ...sample, minutes_list: () => rows });
  const { container } = render(MinutesList, { unit: 'u1' });
  const name = await screen.findByText('Phường Lê Chân');
  expect(name.classList).toContain('wrap');
  const line = container.querySelector('tbody tr.one');
  expect(line?.textContent).toContain(`${kindName.department_to_commune}: Quản trị tài khoản`);
});

test('the name of a unit finds its minutes, and the row opens them', async () => {
  const at = (id: string, unit_name: string) => ({
    ...minutesRow,
    id,
    unit: id,
    unit_name,
    receiver: 'Bùi Tú',
  });
  const rows = [at('m1', 'UBND Phường Lê Chân'), at('m2', 'UBND Xã An Dương')];
  pretend({ ...sample, minutes_list: () => rows });
  const { container } = render(MinutesList, { unit: 'u1' });
  await fireEvent.input(await screen.findByRole('searchbox'), { target: { value: 'xa an duong' } });
  const found = container.querySelectorAll('tbody tr.one');
  expect(found).toHaveLength(1);
  await fireEvent.click(found[0]?.querySelector('[data-minutes]') as HTMLElement);
  expect(here.screen).toEqual({ name: 'page', unit: 'm2', minutes: 'm2' });
});

test('what takes back lacks its scan too, though no right of it would stop', async () => {
  const row = (id: string, scanned: boolean) => ({
    ...minutesRow,
    id,
    kind: 'take_back' as const,
    stops: ['scan' as const],
    scan_due: null,
    scanned,
  });
  pretend({ ...sample, minutes_list: () => [row('m1', false), row('m2', true)] });
  render(MinutesList, { unit: 'u1' });
  expect(await screen.findAllByText(t.minutes.scanMissing)).toHaveLength(1);
});
