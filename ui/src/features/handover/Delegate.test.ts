// Five steps ending in a page to check the answers.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { pretend, sample } from '../../lib/ipc/fake';
import { forgetAll } from '../../lib/kept.svelte';
import { t } from '../../lib/text/vi';
import Delegate from './Delegate.svelte';

const props = { unit: 'u1', officer: 'o1' };

test('a class and a function are checked on the last page and handed over together', async () => {
  const handOver = vi.fn((_: Record<string, unknown>) => 'minutes-1');
  pretend({ ...sample, hand_over: handOver });
  render(Delegate, props);
  expect(await screen.findByText(/THUỲ DƯƠNG/)).toBeTruthy();
  const next = () => fireEvent.click(screen.getByText('Tiếp tục'));
  await next();
  await fireEvent.click(screen.getByLabelText(/Thư viện/));
  await next();
  await next();
  await next();
  expect(screen.getByText('6A2; Thư viện')).toBeTruthy();
  await fireEvent.click(screen.getByText('Lập biên bản nháp'));
  const request = handOver.mock.calls[0]?.[0]?.request as {
    add: { function: string; until: string }[];
    grounds: string[];
  };
  expect(request.add.map((line) => line.function)).toEqual(['homeroom', 'library']);
  expect(request.add[0]?.until).toBe('2027-08-31');
  expect(request.grounds).toEqual(['d1']);
});

test('what was typed stays while looking elsewhere, and is gone when the screen locks', async () => {
  const first = render(Delegate, props);
  await fireEvent.click(await screen.findByText(t.next));
  await fireEvent.click(screen.getByLabelText(/Thư viện/));
  first.unmount();
  const second = render(Delegate, props);
  expect(((await screen.findByLabelText(/Thư viện/)) as HTMLInputElement).checked).toBe(true);
  second.unmount();
  forgetAll();
  render(Delegate, props);
  expect(await screen.findByText(t.delegate.classes)).toBeTruthy();
});

test('what cannot be chosen says why', async () => {
  render(Delegate, props);
  expect(await screen.findByText(/lớp của Trần Thị Lan/)).toBeTruthy();
});

test('grounds that nobody compared keep nobody from going on, and that is said', async () => {
  render(Delegate, props);
  for (let step = 0; step < 4; step += 1) await fireEvent.click(await screen.findByText(t.next));
  const told = document.querySelector('[data-unchecked]');
  expect(told?.textContent).toContain(t.grounds.uncheckedOnes(1));
  expect(told?.className).not.toContain('warn');
});
