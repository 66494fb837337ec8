// Five steps ending in a page to check the answers.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { Line } from '../../lib/ipc/call';
import { pretend, sample } from '../../lib/ipc/fake';
import { draftDetail, offer } from '../../lib/ipc/sample/handover';
import { forgetAll } from '../../lib/kept.svelte';
import { here } from '../../lib/state.svelte';
import { barriers } from '../../lib/testing/barriers';
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

test('what whoever had the class before had is ticked, and that is said', async () => {
  forgetAll();
  pretend({ ...sample, offer: () => ({ ...offer, before: ['library'] }) });
  const { container } = render(Delegate, props);
  await fireEvent.click(await screen.findByText(t.next));
  expect((screen.getByLabelText(/Thư viện/) as HTMLInputElement).checked).toBe(true);
  expect(container.querySelector('[data-before]')?.textContent).toBe(t.delegate.before);
  forgetAll();
  pretend(sample);
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

test('results are handed over in the subjects and classes that were ticked, and never wider', async () => {
  const handOver = vi.fn((_: Record<string, unknown>) => 'minutes-1');
  pretend({ ...sample, hand_over: handOver });
  const { container } = render(Delegate, props);
  const next = async () => fireEvent.click(await screen.findByText(t.next));
  await next();
  await fireEvent.click(screen.getByLabelText(/Kết quả học tập/));
  expect(await barriers()).toEqual([]);
  await next();
  expect(screen.getByText(t.spread.nothing)).toBeTruthy();
  await fireEvent.input(container.querySelector('#results-subjects') as Element, {
    target: { value: ' Toán;  Tin  học; Toán' },
  });
  expect(screen.getByText(t.spread.noClass)).toBeTruthy();
  await fireEvent.click(screen.getByLabelText('6A3'));
  await next();
  await next();
  await next();
  expect(screen.getByText(/\(môn Toán, Tin học, lớp 6A3\)/)).toBeTruthy();
  await fireEvent.click(screen.getByText(t.delegate.make));
  const request = handOver.mock.calls[0]?.[0]?.request as { add: Line[] };
  const line = request.add.find(({ function: of }) => of === 'results');
  expect(line?.subjects).toEqual({ only: ['Toán', 'Tin học'] });
  expect(line?.classes).toEqual({ only: ['c2'] });
});

test('results that are nowhere narrowed are refused, however the last step was reached', async () => {
  const handOver = vi.fn((_: Record<string, unknown>) => 'minutes-1');
  pretend({ ...sample, hand_over: handOver });
  render(Delegate, props);
  await fireEvent.click(await screen.findByText(t.next));
  await fireEvent.click(screen.getByLabelText(/Kết quả học tập/));
  await fireEvent.click(screen.getByText(/Kiểm tra lại/));
  await fireEvent.click(screen.getByText(t.delegate.make));
  expect(await screen.findByText(new RegExp(t.spread.nothing))).toBeTruthy();
  expect(handOver).not.toHaveBeenCalled();
});

test('more is added to a draft, which it leads back to, and nothing else of it changes', async () => {
  const handOver = vi.fn((_: Record<string, unknown>) => 'm1');
  pretend({ ...sample, minutes_detail: () => draftDetail, hand_over: handOver });
  const into = { unit: 'u1', minutes: 'm1', without: ['r1'] };
  const back = { name: 'page', unit: 'u1', minutes: 'm1', asking: 'edit' };
  const first = render(Delegate, { ...props, into });
  expect((await screen.findByRole('heading', { level: 1 })).textContent).toContain(t.delegate.into);
  await fireEvent.click(screen.getByText(t.cancel));
  expect(here.screen).toEqual(back);
  first.unmount();
  here.screen = { name: 'home' };
  const { container } = render(Delegate, { ...props, into });
  for (let step = 0; step < 3; step += 1) await fireEvent.click(await screen.findByText(t.next));
  // What was unticked in the draft is not said to be there.
  expect(container.querySelector('[data-holds]')).toBeNull();
  expect(screen.queryByText(t.delegate.ground)).toBeNull();
  await fireEvent.click(screen.getByText(t.delegate.addInto));
  await waitFor(() => expect(here.screen).toEqual(back));
  expect(handOver.mock.calls[0]?.[0]?.request).toMatchObject({
    giver: 'h1',
    grounds: [],
    login: null,
    drop: [],
  });
});
