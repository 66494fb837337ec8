// What was just done is said once, and can be taken back.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Wrong } from '../ipc/call';
import { t } from '../text/vi';
import { dismiss, say, toasts, warn } from '../toasts.svelte';
import { barriers } from '../testing/barriers';
import Toasts from './Toasts.svelte';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

test('it is said in one region that is read aloud, and goes after a while', async () => {
  render(Toasts);
  say('Đã lưu.');
  expect((await screen.findByText('Đã lưu.')).closest('[aria-live=polite]')).toBeTruthy();
  vi.useRealTimers();
  expect(await barriers()).toEqual([]);
});

test('it goes by itself, later where it can be taken back, and never under the hand', async () => {
  const { container } = render(Toasts);
  say('Đã lưu.');
  say('Đã thêm 3 lớp.', () => Promise.resolve());
  await vi.advanceTimersByTimeAsync(8_000);
  expect(toasts.map((toast) => toast.text)).toEqual(['Đã thêm 3 lớp.']);
  await fireEvent.mouseEnter(container.querySelector('[data-toast]') as Element);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(toasts).toHaveLength(1);
  await fireEvent.mouseLeave(container.querySelector('[data-toast]') as Element);
  await vi.advanceTimersByTimeAsync(16_000);
  expect(toasts).toHaveLength(0);
});

test('“Hoàn tác” takes it back once and says so', async () => {
  render(Toasts);
  const undo = vi.fn(() => Promise.resolve());
  say('Đã thêm 3 lớp.', undo);
  await fireEvent.click(await screen.findByText(t.parts.undo));
  await vi.waitFor(() => expect(screen.getByText(t.parts.undone)).toBeTruthy());
  expect(undo).toHaveBeenCalledOnce();
  expect(screen.queryByText('Đã thêm 3 lớp.')).toBeNull();
});

test('what cannot be taken back any more is said with its code', async () => {
  const { container } = render(Toasts);
  say('Đã thêm.', () => Promise.reject(new Wrong('Biên bản đã in.', 'BG-BB-001')));
  await fireEvent.click(await screen.findByText(t.parts.undo));
  await vi.waitFor(() => expect(container.querySelector('[data-toast=bad]')).toBeTruthy());
  expect(screen.getByText('Biên bản đã in. BG-BB-001')).toBeTruthy();
});

test('never more than three stand there', () => {
  render(Toasts);
  ['một', 'hai', 'ba', 'bốn'].forEach((text) => say(text));
  expect(toasts.map((toast) => toast.text)).toEqual(['hai', 'ba', 'bốn']);
});

test('they make way for what has the focus, and come back when all is said', async () => {
  vi.useRealTimers();
  const { container } = render(Toasts);
  const region = container.querySelector('.toasts') as HTMLElement;
  const place = (top: number) => new DOMRect(600, top, 400, 40);
  region.getBoundingClientRect = () => place(region.classList.contains('above') ? 188 : 540);
  const field = document.body.appendChild(document.createElement('input'));
  field.getBoundingClientRect = () => place(550);
  say('Đã tạo 114 đơn vị.');
  field.focus();
  await vi.waitFor(() => expect(region.className).toContain('above'));
  dismiss(toasts[0]?.id ?? 0);
  await vi.waitFor(() => expect(region.className).not.toContain('above'));
  field.remove();
});

test('what could not be done stays until it was read', () => {
  render(Toasts);
  warn('Đã cấp 0 số.');
  vi.advanceTimersByTime(3_600_000);
  expect(toasts.map(({ tone }) => tone)).toEqual(['warn']);
});

test('they do not hide the bar in which the next step stands', async () => {
  vi.useRealTimers();
  const { container } = render(Toasts);
  const region = container.querySelector('.toasts') as HTMLElement;
  const place = (top: number) => new DOMRect(600, top, 400, 40);
  region.getBoundingClientRect = () => place(region.classList.contains('above') ? 188 : 540);
  const bar = document.body.appendChild(document.createElement('div'));
  bar.dataset.actionBar = '';
  bar.getBoundingClientRect = () => place(550);
  say('Đã có 114 biên bản nháp.');
  await vi.waitFor(() => expect(region.className).toContain('above'));
  bar.remove();
});

test('they hide neither an open chooser above nor the next step below', async () => {
  vi.useRealTimers();
  const { container } = render(Toasts);
  const region = container.querySelector('.toasts') as HTMLElement;
  const place = (top: number) => new DOMRect(600, top, 400, 40);
  const at = () => (region.classList.contains('above') ? 188 : 540);
  region.getBoundingClientRect = () => place(region.classList.contains('between') ? 364 : at());
  say('Đã ghi nhận 20 biên bản.');
  const next = document.body.appendChild(document.createElement('button'));
  next.className = 'primary';
  next.getBoundingClientRect = () => place(550);
  await vi.waitFor(() => expect(region.className).toContain('above'));
  const chooser = document.body.appendChild(document.createElement('div'));
  chooser.dataset.popover = '';
  chooser.getBoundingClientRect = () => place(190);
  await vi.waitFor(() => expect(region.className).toContain('between'));
  next.remove();
  await vi.waitFor(() => expect(region.className).not.toMatch(/above|between/));
  chooser.remove();
});
