// One paper: its sides, its way through the list, printing that asks, a draft that is said otherwise.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { DraftLine, DraftSays, Line } from '../../lib/ipc/call';
import { pretend, sample } from '../../lib/ipc/fake';
import { draftDetail, minutesDetail } from '../../lib/ipc/sample/handover';
import { home } from '../../lib/ipc/sample/home';
import { here, openListed } from '../../lib/state.svelte';
import { barriers } from '../../lib/testing/barriers';
import { t } from '../../lib/text/vi';
import MinutesPage from './MinutesPage.svelte';

const props = { unit: 'u1', minutes: 'm1' };
const draft = { ...sample, minutes_detail: () => draftDetail };
const run = { printed: ['m1'], failed: [], sheets: 2, cancelled: false };

test('every side of a paper is a tab, and arrows go from one to the next', async () => {
  const { container } = render(MinutesPage, props);
  await fireEvent.click(await screen.findByRole('tab', { name: t.page.tabs.history }));
  expect(container.querySelectorAll('[data-happened]').length).toBe(minutesDetail.history.length);
  expect(container.querySelector('[data-happened=signed_digitally]')?.textContent).toContain(
    'Phạm Thị Trang',
  );
  expect(container.querySelector('[data-happened=edited]')?.textContent).toContain('lần thứ 2');
  const frozen = container.querySelector('[data-happened=frozen]')?.textContent;
  expect(frozen).toContain('Phạm Thị Trang');
  expect(frozen).toContain(t.page.machine('0193c4e2'));
  expect(await barriers()).toEqual([]);
  await fireEvent.keyDown(screen.getByRole('tab', { selected: true }), { key: 'ArrowLeft' });
  expect(container.querySelector('[data-tab-shown=signed]')).toBeTruthy();
  await waitFor(() => expect(container.querySelector('[data-verdict]')).toBeTruthy());
  expect(await barriers()).toEqual([]);
  await fireEvent.click(screen.getByRole('tab', { name: t.page.tabs.scan }));
  expect(screen.getByText(t.page.noScanYet)).toBeTruthy();
});

test('printing a draft asks, and looking at it freezes nothing', async () => {
  const print = vi.fn((_: Record<string, unknown>) => ['/tmp/print.pdf', run]);
  const asked = () => print.mock.calls.map(([{ drafts }]) => drafts);
  pretend({ ...draft, print, open_print_file: () => null });
  const { container } = render(MinutesPage, props);
  await fireEvent.click(await screen.findByRole('button', { name: t.page.print }));
  expect(screen.getByText(t.page.printDraft)).toBeTruthy();
  // The form that opened has the focus.
  expect(document.activeElement).toBe(container.querySelector('#page-copies'));
  expect(asked()).toEqual([]);
  await fireEvent.click(screen.getByText(t.page.preview));
  await waitFor(() => expect(container.querySelector('[data-printed]')).toBeTruthy());
  expect(asked()).toEqual(['keep']);
  await fireEvent.click(screen.getByText(t.page.freezeAndPrint));
  await waitFor(() => expect(asked()).toEqual(['keep', 'freeze']));
});

test('what is frozen is printed without being asked of, and is not edited', async () => {
  render(MinutesPage, props);
  await fireEvent.click(await screen.findByRole('button', { name: t.page.print }));
  expect(screen.queryByText(t.page.printDraft)).toBeNull();
  expect(screen.queryByText(t.page.edit)).toBeNull();
});

test('a draft is said otherwise: login, days of a line, and a ground that is taken off', async () => {
  const edit = vi.fn((_: Record<string, unknown>) => null);
  pretend({ ...draft, edit_draft: edit });
  const { container } = render(MinutesPage, props);
  await fireEvent.click(await screen.findByText(t.page.edit));
  const type = (id: string, value: string) =>
    fireEvent.input(container.querySelector(`#${id}`) as Element, { target: { value } });
  await type('draft-login', 'gv.duong2');
  await type('until-r1', '31/12/2026');
  await fireEvent.click(await screen.findByLabelText(/45\/QĐ-THCSĐG/));
  expect(await barriers()).toEqual([]);
  await fireEvent.click(screen.getByText(t.save));
  await waitFor(() => expect(edit).toHaveBeenCalledOnce());
  const { anew, edit: rest } = edit.mock.calls[0]?.[0] as {
    anew: { add: { until: string; from: string }[]; drop: string[]; grounds: string[] };
    edit: { login: string; grounds: string[]; minutes: string };
  };
  expect(anew.drop).toEqual(['r1']);
  expect(anew.add.map((line) => line.until)).toEqual(['2026-12-31']);
  expect(rest).toEqual({
    unit: draftDetail.row.unit,
    minutes: 'm1',
    grounds: [],
    login: 'gv.duong2',
    valid_until: null,
  });
  await waitFor(() => expect(container.querySelector('[data-edit-draft]')).toBeNull());
});

test('how the password goes over is said otherwise where somebody hands it over', async () => {
  const edit = vi.fn((_: Record<string, unknown>) => null);
  const custody = {
    ...draftDetail,
    row: { ...draftDetail.row, kind: 'custody' as const },
    secret: { by: 'envelope', serial: 'PB-01' } as const,
  };
  pretend({ ...draft, minutes_detail: () => custody, edit_draft: edit });
  const { container } = render(MinutesPage, props);
  await fireEvent.click(await screen.findByText(t.page.edit));
  const type = (id: string, value: string) =>
    fireEvent.input(container.querySelector(`#${id}`) as Element, { target: { value } });
  await type('draft-serial', 'PB-02');
  await type('draft-spare', 'NP-03');
  await type('draft-spare-place', 'Két sắt');
  expect(await barriers()).toEqual([]);
  await fireEvent.click(screen.getByText(t.save));
  await waitFor(() => expect(edit).toHaveBeenCalledOnce());
  expect(edit.mock.calls[0]?.[0].anew).toMatchObject({
    secret: { by: 'envelope', serial: 'PB-02' },
    spare_envelope: { serial: 'NP-03', place: 'Két sắt' },
  });
});

test('what was typed into the form of a draft stays while looking elsewhere', async () => {
  pretend(draft);
  const first = render(MinutesPage, props);
  await fireEvent.click(await screen.findByText(t.page.edit));
  await fireEvent.input(first.container.querySelector('#draft-login') as Element, {
    target: { value: 'gv.moi' },
  });
  first.unmount();
  const { container } = render(MinutesPage, props);
  await fireEvent.click(await screen.findByText(t.page.edit));
  expect((container.querySelector('#draft-login') as HTMLInputElement).value).toBe('gv.moi');
});

test('before and after go through the list as it was shown', async () => {
  const list = ['m2', 'm1', 'm3'].map((id) => ({ unit: 'u1', id }));
  openListed({ unit: 'u1', id: 'm1' }, list);
  const { container } = render(MinutesPage, props);
  await waitFor(() => expect(container.querySelector('[data-listed]')?.textContent).toBe('2/3'));
  await fireEvent.click(screen.getByText(new RegExp(t.page.after)));
  expect(here.screen).toEqual({ name: 'page', unit: 'u1', minutes: 'm3' });
});

test('behind the login it is said that the password is what its user sets', async () => {
  const secret = { by: 'personal' as const };
  pretend({ ...sample, minutes_detail: () => ({ ...minutesDetail, login: 'thdl.cb021', secret }) });
  render(MinutesPage, { unit: 'u', minutes: 'm1' });
  expect(await screen.findByText(/thdl.cb021 \(mật khẩu: người dùng tự đặt/)).toBeTruthy();
});

test('a paper of the Sở that nothing compared waits for a server, not for the Sở, and names the unit', async () => {
  const row = { ...minutesDetail.row, state: 'issued' as const, in_force: true };
  pretend({
    ...sample,
    minutes_detail: () => ({ ...minutesDetail, row: { ...row, saved: 'here' as const } }),
    home: () => ({ ...home, unit_kind: 'department' as const }),
  });
  const { container } = render(MinutesPage, props);
  expect(await screen.findByText(t.minutes.inForceNoServer)).toBeTruthy();
  expect(screen.queryByText(t.minutes.inForceAlone)).toBeNull();
  expect(container.querySelector('[data-about]')?.textContent).toContain('THCS Đằng Giang');
});

test('what was unticked in the form of a draft stays so when more is handed over in it', async () => {
  pretend(draft);
  const first = render(MinutesPage, props);
  await fireEvent.click(await screen.findByText(t.page.edit));
  await fireEvent.click(first.container.querySelector('[data-line=r1]') as Element);
  await fireEvent.click(first.container.querySelector('#draft-more') as Element);
  expect(here.screen).toMatchObject({
    name: 'delegate',
    into: { unit: draftDetail.row.unit, minutes: draftDetail.row.id, without: ['r1'] },
  });
  first.unmount();
  const of = draftDetail.draft as DraftSays;
  const [line] = of.lines as [DraftLine];
  const results: DraftLine = {
    id: 'r2',
    says: 'Kết quả',
    line: { ...line.line, function: 'results', subjects: { only: ['Toán'] } },
  };
  const edit = vi.fn((_: Record<string, unknown>) => null);
  const more = { ...draftDetail, draft: { ...of, lines: [line, results] } };
  pretend({ ...draft, minutes_detail: () => more, edit_draft: edit });
  const { container } = render(MinutesPage, { ...props, wanted: 'edit' as const });
  await screen.findByText('Kết quả');
  const ticked = (id: string) =>
    (container.querySelector(`[data-line=${id}]`) as HTMLInputElement).checked;
  expect([ticked('r1'), ticked('r2')]).toEqual([false, true]);
  expect(screen.queryByText(t.page.stale)).toBeNull();
  // A line of results is narrowed in the draft too.
  await waitFor(() => expect(container.querySelector('#spread-r2-subjects')).toBeTruthy());
  await fireEvent.input(container.querySelector('#spread-r2-subjects') as Element, {
    target: { value: 'Tin học' },
  });
  expect(await barriers()).toEqual([]);
  await fireEvent.click(screen.getByText(t.save));
  await waitFor(() => expect(edit).toHaveBeenCalledOnce());
  const { anew } = edit.mock.calls[0]?.[0] as { anew: { add: Line[]; drop: string[] } };
  expect(anew.drop).toEqual(['r1', 'r2']);
  expect(anew.add.map(({ subjects, classes }) => [subjects, classes])).toEqual([
    [{ only: ['Tin học'] }, { only: ['c1'] }],
  ]);
});
