// The work list on Hệ thống CSDL: what minutes and comparisons ask for, one line a person.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { PART } from '../../lib/components/batch/many';
import { pretend, refused, sample } from '../../lib/ipc/fake';
import { csdl, csdlFound } from '../../lib/ipc/sample/units';
import { differenceName, overName, t } from '../../lib/text/vi';
import { toasts } from '../../lib/toasts.svelte';
import CsdlTasks from './CsdlTasks.svelte';
import { byPerson, copied, what, whatInLines } from './csdlLines';

const tickAll = async (container: HTMLElement) => {
  await fireEvent.click(container.querySelector('#csdl-all') as Element);
  await fireEvent.click(await waitFor(() => container.querySelector('#csdl-all-do') as Element));
};

test('before all are ticked it is asked with how many, and nothing is ticked by Hủy', async () => {
  const asked: unknown[] = [];
  pretend({ ...sample, csdl_tasks_done: (args) => (asked.push(args.request), null) });
  const { container } = render(CsdlTasks, { unit: 'u' });
  await screen.findByText(differenceName.supplier);
  await fireEvent.click(container.querySelector('#csdl-all') as Element);
  expect(await screen.findByText(t.csdl.sure(2, 2))).toBeTruthy();
  await fireEvent.click(container.querySelector('[data-cancel]') as Element);
  await waitFor(() => expect(container.querySelector('#csdl-all-do')).toBeNull());
  expect(asked).toEqual([]);
  await tickAll(container);
  await waitFor(() => expect(asked).toHaveLength(1));
});

test('what a comparison found is listed, and what is over cannot be ticked', async () => {
  pretend(sample);
  render(CsdlTasks, { unit: 'u' });
  expect(await screen.findByText(differenceName.supplier)).toBeTruthy();
  expect(screen.getByText(overName.settled_here)).toBeTruthy();
  expect(screen.getByText('Lê Thị Yến')).toBeTruthy();
  const boxes = screen.getAllByRole('checkbox').map((box) => box.getAttribute('aria-label'));
  expect(boxes.slice(1)).toEqual(['gv.duong', 'viettel_hotro']);
});

test('where nothing is open any more, nothing is chosen from and nothing stands over the results', async () => {
  pretend({
    ...sample,
    csdl_tasks: () => [{ ...csdl, done: ['Lê Thị Yến', '2026-11-09'] }],
  });
  const { container } = render(CsdlTasks, { unit: 'u' });
  expect(await screen.findByText(t.csdl.did('09/11/2026', 'Lê Thị Yến'))).toBeTruthy();
  expect(screen.queryByText(t.table.acts)).toBeNull();
  expect(container.querySelector('#choose-all')).toBeNull();
});

test('while nothing is done yet, what is to be done has the room of the results', async () => {
  pretend({ ...sample, csdl_tasks: () => [csdl] });
  render(CsdlTasks, { unit: 'u' });
  expect(await screen.findByText(t.csdl.what)).toBeTruthy();
  expect(screen.queryByText(t.csdl.done)).toBeNull();
});

test('the work on one account is one line, and its text can be copied', () => {
  const more = { ...csdl, id: 't9', right: 'Thư viện: xem', minutes: '9AAA9AAA' };
  const lines = byPerson([
    csdl,
    csdlFound,
    more,
    { ...more, id: 't10', done: ['An', '2026-11-09'] },
  ]);
  expect(lines.map((line) => line.tasks.length)).toEqual([2, 1, 1]);
  const [line] = lines;
  if (!line) throw new Error('no line');
  expect(line.by).toBe('7K2M9QXA, 9AAA9AAA');
  expect(what(line)).toBe(`Mở quyền: ${csdl.right}; Thư viện: xem`);
  expect(whatInLines(line).split('\n')).toEqual([
    'Mở quyền:',
    `– ${csdl.right}`,
    '– Thư viện: xem',
  ]);
  expect(copied(line)).toContain('- Mở quyền: Thư viện: xem');
  expect(copied(line).split('\n')).toHaveLength(3);
});

test('what must be typed there is read whole, however long it is, and who did it, too', async () => {
  const rights = ['Quản lý lớp chủ nhiệm (9A1): xem, nhập, sửa', 'Thư viện: xem', 'Y tế: xem'];
  const tasks = rights.map((right, n) => ({ ...csdl, id: `t${n}`, right }));
  pretend({
    ...sample,
    csdl_tasks: () => [
      ...tasks,
      { ...csdl, id: 't9', right: 'Thiết bị: xem', done: ['Lê Thị Yến', '2026-11-29'] },
    ],
  });
  const { container } = render(CsdlTasks, { unit: 'u' });
  await screen.findByText(/Thư viện: xem/);
  const [row, over] = [...container.querySelectorAll('tr.one')];
  expect(row?.className).toContain('grows');
  for (const right of rights) expect(row?.textContent).toContain(`– ${right}`);
  expect(over?.textContent).toContain('Lê Thị Yến');
});

test('two people of one name are two lines with their codes', async () => {
  const name = 'Nguyễn Thị Hương';
  const of = (id: string, code: string) => ({ ...csdl, id, person: name, person_code: code });
  pretend({ ...sample, csdl_tasks: () => [of('t1', 'CB006'), of('t2', 'CB011')] });
  render(CsdlTasks, { unit: 'u' });
  expect(await screen.findByText(`${name} · CB006`)).toBeTruthy();
  expect(screen.getByText(`${name} · CB011`)).toBeTruthy();
});

test('what was given to units below names them and is ticked there, and what another does waits', async () => {
  const asked: unknown[] = [];
  const given = {
    ...csdl,
    id: 't4',
    unit: 'below',
    unit_name: 'Trường MN Sao Mai',
    login: 'saomai.qt',
  };
  const waiting = { ...csdl, id: 't5', login: 'u.qt', waits_for: 'UBND phường Lê Chân' };
  pretend({
    ...sample,
    csdl_tasks: () => [csdl, given, waiting],
    csdl_tasks_done: (args) => {
      asked.push(args.request);
      return null;
    },
  });
  const { container } = render(CsdlTasks, { unit: 'u' });
  expect(await screen.findByText('MN Sao Mai')).toBeTruthy();
  expect(screen.getByText(t.csdl.waitsFor('UBND phường Lê Chân'))).toBeTruthy();
  expect(container.querySelector('[data-tick="u.qt"]')).toBeNull();
  await tickAll(container);
  await waitFor(() =>
    expect(asked).toMatchObject([
      { unit: 'u', tasks: ['t1'] },
      { unit: 'below', tasks: ['t4'] },
    ]),
  );
});

test('all that is open is ticked by one act, one line by its own', async () => {
  const asked: unknown[] = [];
  pretend({
    ...sample,
    csdl_tasks_done: (args) => {
      asked.push((args.request as { tasks: string[] }).tasks);
      return null;
    },
  });
  const { container } = render(CsdlTasks, { unit: 'u' });
  await screen.findByText(differenceName.supplier);
  await tickAll(container);
  await waitFor(() => expect(asked).toEqual([['t1', 't2']]));
  await fireEvent.click(container.querySelector('[data-tick="viettel_hotro"]') as Element);
  await waitFor(() => expect(asked).toEqual([['t1', 't2'], ['t2']]));
});

test('what was ticked before a refusal is said, and the rest is still there to be tried again', async () => {
  const many = Array.from({ length: PART + 2 }, (_, n) => ({ ...csdl, id: `t${n}` }));
  let asked = 0;
  pretend({
    ...sample,
    csdl_tasks: () => many,
    csdl_tasks_done: () => ((asked += 1) === 1 ? null : Promise.reject(refused)),
  });
  const { container } = render(CsdlTasks, { unit: 'u' });
  await screen.findByText(csdl.login);
  await tickAll(container);
  expect(await screen.findByText(refused.number)).toBeTruthy();
  expect(toasts.map(({ text }) => text)).toEqual([t.csdl.doneSome(PART, PART + 2)]);
  expect(asked).toBe(2);
});
