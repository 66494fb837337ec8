// The people of a unit: thousands of them, mended in the grid, and refusals in our words.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { LONG_NAME, pretend, sample } from '../../lib/ipc/fake';
import { officer } from '../../lib/ipc/sample/people';
import { here } from '../../lib/state.svelte';
import { t } from '../../lib/text/vi';
import Officers from './Officers.svelte';

const unit = 'u1';

test('five thousand people are a screenful, and a search without marks finds one', async () => {
  const many = Array.from({ length: 5000 }, (_, n) => ({
    ...officer,
    id: `o${n}`,
    code: `GV${n}`,
    name: `Lê Văn ${n}`,
    folded: `le van ${n} gv${n}`,
  }));
  pretend({ ...sample, officers: () => [...many, { ...officer, id: 'last' }] });
  const { container } = render(Officers, { unit });
  await screen.findByText('Lê Văn 0');
  expect(screen.getByText(t.table.count(5001, 5001))).toBeTruthy();
  expect(container.querySelectorAll('tbody tr').length).toBeLessThan(60);
  await fireEvent.input(screen.getByRole('searchbox'), {
    target: { value: 'thuy duong' },
  });
  expect(await screen.findByText(LONG_NAME)).toBeTruthy();
  expect(container.querySelectorAll('tbody tr.one')).toHaveLength(1);
});

test('what the bridge cannot read is told in our words, and never in its own', async () => {
  pretend({
    ...sample,
    officers: () =>
      Promise.reject('invalid args `unit` for command `officers`: UUID parsing failed'),
  });
  render(Officers, { unit: 'không phải mã' });
  expect(await screen.findByText('BG-NHAP-010')).toBeTruthy();
  expect(screen.queryByText(/UUID/)).toBeNull();
});

test('people are mended in the grid; what is pasted beyond the last row is imported', async () => {
  const edits: unknown[] = [];
  pretend({ ...sample, edit_officers: (args) => edits.push(args.edits) });
  const { container } = render(Officers, { unit });
  await fireEvent.click(await screen.findByText(t.officers.grid));
  const at = () => document.activeElement as HTMLElement;
  (container.querySelector('[data-at=true]') as HTMLElement).focus();
  await fireEvent.keyDown(at(), { key: 'End' });
  await fireEvent.keyDown(at(), { key: 'Home' });
  await fireEvent.keyDown(at(), { key: 'ArrowRight' });
  await fireEvent.keyDown(at(), { key: 'F2' });
  await fireEvent.input(at(), { target: { value: 'Nguyễn Thị Hoà' } });
  await fireEvent.keyDown(at(), { key: 'Enter' });
  await waitFor(() => expect(edits).toHaveLength(1));
  expect(edits[0]).toEqual([
    {
      unit,
      officer: officer.id,
      edits: [{ field: 'name', expect: officer.name, set: 'Nguyễn Thị Hoà' }],
    },
  ]);
  await waitFor(() => expect(at().tagName).toBe('SPAN'));
  await fireEvent.keyDown(at(), { key: 'v', ctrlKey: true });
  const catcher = container.querySelector('textarea') as HTMLTextAreaElement;
  catcher.value = 'Họ và tên\nA\nB\nC';
  await fireEvent.paste(catcher);
  await waitFor(() =>
    expect(here.screen).toEqual({ name: 'import', kind: 'officers', text: 'Họ và tên\nA\nB\nC' }),
  );
});
