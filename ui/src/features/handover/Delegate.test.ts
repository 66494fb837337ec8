// Five steps ending in a page to check the answers.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';

const handOver = vi.fn(async (request: unknown) => ({ status: 'ok', data: 'minutes-1', request }));
vi.mock('../../lib/ipc/call', () => ({
  ask: async (answer: Promise<{ data: unknown }>) => (await answer).data,
  failureOf: String,
  onChanged: () => () => {},
  commands: {
    offer: async () => ({
      status: 'ok',
      data: {
        officer: 'o1', name: 'NGUYỄN THỊ THUỲ DƯƠNG – Ấp Ỷ Ẵ', login: null, classes: [['c1', '6A2']], functions: [['library', ['view', 'enter', 'edit']]],
        holds: [], giver: 'h1', giver_name: 'Phạm Thị Trang', givers: [['h1', 'Phạm Thị Trang']], until: '2027-08-31', from: '2026-11-22',
      },
    }),
    documents: async () => ({ status: 'ok', data: [{ id: 'd1', kind: 'assignment', title: 'Quyết định', number: '45/QĐ', date: '2026-09-05', subject: 'phân công' }] }),
    handOver: (request: unknown) => handOver(request),
  },
}));

import Delegate from './Delegate.svelte';

test('a class and a function are checked on the last page and handed over together', async () => {
  render(Delegate, { unit: 'u1', officer: 'o1' });
  expect(await screen.findByText(/THUỲ DƯƠNG/)).toBeTruthy();
  const next = () => fireEvent.click(screen.getByText('Tiếp tục'));
  await next();
  await fireEvent.click(screen.getByLabelText(/Thư viện/));
  await next();
  await next();
  await next();
  expect(screen.getByText('6A2; Thư viện')).toBeTruthy();
  await fireEvent.click(screen.getByText('Lập biên bản nháp'));
  const request = handOver.mock.calls[0]?.[0] as { add: { function: string; until: string }[]; grounds: string[] };
  expect(request.add.map((line) => line.function)).toEqual(['homeroom', 'library']);
  expect(request.add[0]?.until).toBe('2027-08-31');
  expect(request.grounds).toEqual(['d1']);
});
