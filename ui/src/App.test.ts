// The frame around the screens.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import App from './App.svelte';
import { pretend, sample } from './lib/ipc/fake';
import { barriers } from './lib/testing/barriers';
import { t } from './lib/text/vi';
import { doneText } from './lib/text/vi/done';

test('the frame says offline in the footer and keeps the unit in the title', async () => {
  pretend({
    ...sample,
    sync_status: () => ({ ...(sample.sync_status?.({}) as object), reachable: false }),
  });
  const { container } = render(App);
  await waitFor(() =>
    expect(container.querySelector('footer')?.textContent).toContain(t.saved.offline),
  );
  expect(document.title).toContain('Đằng Giang');
  expect(await barriers()).toEqual([]);
});

test('a print file that another program holds is said at the door and inside', async () => {
  const told = 'BG-TEP-022: Chưa xóa được tệp in print.pdf.';
  pretend({ ...sample, door: () => 'locked', left_in_clear: () => [told] });
  const { unmount } = render(App);
  expect(await screen.findByText(told)).toBeTruthy();
  unmount();
  pretend({
    ...sample,
    sync_status: () => ({ ...(sample.sync_status?.({}) as object), left_in_clear: [told] }),
  });
  render(App);
  expect(await screen.findByText(told)).toBeTruthy();
});

test('Ctrl+K finds a person and opens them with Enter', async () => {
  render(App);
  await screen.findByText(t.nav.officers);
  await fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
  const field = await screen.findByPlaceholderText(t.palette.title);
  await fireEvent.input(field, { target: { value: 'thuy' } });
  await waitFor(() => expect(document.getElementById('palette-0')).toBeTruthy());
  await fireEvent.keyDown(field, { key: 'Enter' });
  expect(await screen.findByText(t.person.details)).toBeTruthy();
});

test('the demo that was removed comes back while the program runs', async () => {
  let removed = false;
  pretend({
    ...sample,
    door: () => (removed ? 'empty' : 'open'),
    home: () => ({ ...(sample.home?.({}) as object), demo: true }),
    remove_demo: () => ((removed = true), null),
    bring_back_demo: () => ((removed = false), null),
  });
  render(App);
  await fireEvent.click(await screen.findByText(t.removeDemo));
  expect(await screen.findByText(t.demoRemoved)).toBeTruthy();
  await fireEvent.click(await screen.findByText(t.first.demoBack));
  expect(await screen.findByText(t.nav.officers)).toBeTruthy();
});

test('the lock says whose data it is, and recovering says what opens them from now on', async () => {
  let locked = false;
  pretend({
    ...sample,
    door: () => (locked ? 'locked' : 'open'),
    lock: () => ((locked = true), null),
    recover: () => ((locked = false), null),
  });
  const { container } = render(App);
  await screen.findByText(t.nav.officers);
  await fireEvent.keyDown(window, { key: 'l', ctrlKey: true });
  await waitFor(() =>
    expect(container.querySelector('[data-unit]')?.textContent).toContain('Đằng Giang'),
  );
  expect(document.title).toContain('Đằng Giang');
  await fireEvent.click(screen.getByText(t.unlock.recover));
  expect(await screen.findByText(doneText.recover?.('', '') ?? '')).toBeTruthy();
});
