// What the components do by themselves: what they say, what they hear, and that they shut nobody
// out.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Printer } from '../icons';
import { barriers } from '../testing/barriers';
import { t } from '../text/vi';
import ActionBar from './ActionBar.svelte';
import AsyncButton from './AsyncButton.svelte';
import Badge from './Badge.svelte';
import Dialog from './Dialog.svelte';
import EmptyState from './EmptyState.svelte';
import Field from './Field.svelte';
import IconButton from './IconButton.svelte';
import Logo from './Logo.svelte';
import Pill, { type Tone } from './Pill.svelte';
import Progress from './Progress.svelte';
import SavedBadge from './SavedBadge.svelte';
import Skeleton from './Skeleton.svelte';
import Tabs from './Tabs.svelte';

const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));
afterEach(async () => expect(await barriers()).toEqual([]));

test.each(['good', 'wait', 'warn', 'bad', 'neutral'] satisfies Tone[])(
  'a pill that is %s says so with an icon and in words',
  (tone) => {
    const { container } = render(Pill, { tone, children: words('Đã ký') });
    expect(container.querySelector(`[data-tone=${tone}] svg`)).toBeTruthy();
    expect(screen.getByText('Đã ký')).toBeTruthy();
  },
);

test('where something is saved is said in the words of the five states', () => {
  render(SavedBadge, { state: 'received' });
  expect(screen.getByText('Máy chủ đã nhận')).toBeTruthy();
});

describe('a badge', () => {
  test('counts in digits for the eye and in words for the ear', () => {
    const { container } = render(Badge, { count: 27, label: 'bản quét còn thiếu' });
    expect(container.textContent).toContain('27');
    expect(container.querySelector('.sr')?.textContent).toBe(' (27 bản quét còn thiếu)');
  });
  test('is not there for nothing, and does not grow without end', async () => {
    const { container, rerender } = render(Badge, { count: 0, label: 'việc' });
    expect(container.querySelector('.badge')).toBeNull();
    await rerender({ count: 5000, label: 'việc' });
    expect(container.querySelector('[aria-hidden]')?.textContent).toBe('999+');
  });
});

describe('progress', () => {
  test('says n of N, and stops when asked', async () => {
    const cancel = vi.fn();
    const { container } = render(Progress, { label: 'Đang in', done: 7, of: 42, cancel });
    const bar = screen.getByRole('progressbar', { name: 'Đang in' });
    expect(bar.getAttribute('aria-valuenow')).toBe('7');
    expect(bar.getAttribute('aria-valuemax')).toBe('42');
    expect(container.querySelector('[data-progress="7/42"]')).toBeTruthy();
    await fireEvent.click(screen.getByText(t.parts.stop));
    expect(cancel).toHaveBeenCalledOnce();
  });
  test('has no button where nothing can be stopped', () => {
    render(Progress, { label: 'Đang đọc', done: 0, of: 0 });
    expect(screen.queryByText(t.parts.stop)).toBeNull();
  });
});

test('an empty state says why, and its button does the next step', async () => {
  const act = vi.fn();
  render(EmptyState, { text: 'Chưa có cán bộ nào.', next: 'Nhập danh sách', act });
  expect(screen.getByText('Chưa có cán bộ nào.')).toBeTruthy();
  await fireEvent.click(screen.getByText('Nhập danh sách'));
  expect(act).toHaveBeenCalledOnce();
});

test('a skeleton is heard as one sentence and has as many lines as asked', () => {
  const { container } = render(Skeleton, { lines: 3 });
  expect(screen.getByRole('status').textContent?.trim()).toBe(t.loading);
  expect(container.querySelectorAll('.line')).toHaveLength(3);
});

test('an action bar groups its acts under a name', () => {
  render(ActionBar, {
    label: 'Việc với các dòng đã chọn',
    children: words('In'),
    said: words('3'),
  });
  const bar = screen.getByRole('group', { name: 'Việc với các dòng đã chọn' });
  expect(bar.textContent).toContain('In');
  expect(bar.textContent).toContain('3');
});

test('a button with an icon alone has a name and says whether it is pressed', async () => {
  const act = vi.fn();
  render(IconButton, { icon: Printer, label: 'In', act, pressed: true });
  const button = screen.getByRole('button', { name: 'In', pressed: true });
  await fireEvent.click(button);
  expect(act).toHaveBeenCalledOnce();
});

test('the mark of the program is a picture that nobody has to hear', () => {
  const { container } = render(Logo);
  expect(container.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
});

test('a button is busy while its act runs, and cannot be pressed twice', async () => {
  let finish = () => {};
  const action = vi.fn(() => new Promise<void>((done) => (finish = done)));
  render(AsyncButton, { action, icon: Printer, children: words('In') });
  const button = screen.getByRole('button');
  await fireEvent.click(button);
  expect(button.getAttribute('aria-busy')).toBe('true');
  expect((button as HTMLButtonElement).disabled).toBe(true);
  finish();
  await vi.waitFor(() => expect(button.getAttribute('aria-busy')).toBe('false'));
  expect(action).toHaveBeenCalledOnce();
});

test('a field says why what stands in it cannot be taken', () => {
  render(Field, { id: 'f', label: 'Số', value: '-1', wrong: 'Số phải lớn hơn 0.' });
  const field = screen.getByLabelText('Số');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
    'Số phải lớn hơn 0.',
  );
});

describe('a dialog', () => {
  test('is left by “Hủy”, and offers it only beside what it is for', async () => {
    const close = vi.fn();
    render(Dialog, { title: 'Thêm', close, children: words('…'), actions: words('Lưu') });
    document.querySelector('dialog')?.setAttribute('open', '');
    await fireEvent.click(screen.getByText('Hủy'));
    expect(close).toHaveBeenCalledOnce();
  });
  test('gives the focus back', () => {
    const before = document.body.appendChild(document.createElement('button'));
    before.textContent = 'Mở';
    before.focus();
    const { unmount } = render(Dialog, { title: 'Hỏi', close: () => {}, children: words('…') });
    document.querySelector('dialog')?.setAttribute('open', '');
    unmount();
    expect(document.activeElement).toBe(before);
    before.remove();
  });
});

describe('tabs', () => {
  const tabs = [
    { id: 'print', name: 'Bản in' },
    { id: 'scan', name: 'Bản quét', count: 1 },
    { id: 'past', name: 'Lịch sử' },
  ] as const;
  const open = () =>
    render(Tabs, {
      label: 'Các mặt của biên bản',
      tabs,
      value: 'print',
      children: createRawSnippet<[string]>((side) => ({
        render: () => `<p>nội dung ${side()}</p>`,
      })),
    });
  test('show one side, by click', async () => {
    open();
    await fireEvent.click(screen.getByRole('tab', { name: /Bản quét/ }));
    const chosen = screen.getByRole('tab', { selected: true });
    expect(chosen.textContent).toContain('Bản quét');
    expect(screen.getByRole('tabpanel').getAttribute('aria-labelledby')).toBe(chosen.id);
  });
  test('are walked by arrows, round and round', async () => {
    open();
    await fireEvent.keyDown(screen.getByRole('tab', { selected: true }), { key: 'ArrowLeft' });
    expect(screen.getByRole('tab', { selected: true }).textContent).toContain('Lịch sử');
    await fireEvent.keyDown(screen.getByRole('tab', { selected: true }), { key: 'ArrowRight' });
    expect(screen.getByRole('tab', { selected: true }).textContent).toContain('Bản in');
    expect(document.activeElement).toBe(screen.getByRole('tab', { selected: true }));
  });
});
