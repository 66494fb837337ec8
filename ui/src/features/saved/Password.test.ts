// Another password: the old one, and the new one twice.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { pretend, sample } from '../../lib/ipc/fake';
import { t } from '../../lib/text/vi';
import Password from './Password.svelte';

const fill = async (values: Record<string, string>) => {
  for (const [label, value] of Object.entries(values))
    await fireEvent.input(screen.getByLabelText(label), { target: { value } });
  await fireEvent.click(screen.getByRole('button', { name: t.settings.passwordSave }));
};

test('a slip of the hand changes nothing, and the same word twice changes the password', async () => {
  const sent: unknown[] = [];
  pretend({ ...sample, change_password: (args) => (sent.push(args), null) });
  render(Password);
  const old = { [t.settings.passwordOld]: 'cây phượng già' };
  const typed = { ...old, [t.first.newPassword]: 'hàng bàng non' };
  await fill({ ...typed, [t.settings.passwordAgain]: 'hàng bàng' });
  expect(await screen.findByText(t.passwordDiffer, { exact: false })).toBeTruthy();
  expect(sent).toEqual([]);
  await fill({ ...typed, [t.settings.passwordAgain]: 'hàng bàng non' });
  await waitFor(() => expect(screen.getByText(t.settings.passwordChanged)).toBeTruthy());
  expect(sent).toEqual([{ password: 'cây phượng già', next: 'hàng bàng non' }]);
});

test('that it has marks is said once, though it is typed twice', async () => {
  render(Password);
  for (const label of [t.first.newPassword, t.settings.passwordAgain])
    await fireEvent.input(screen.getByLabelText(label), { target: { value: 'hàng bàng non' } });
  expect(screen.getAllByText(t.passwordMarks)).toHaveLength(1);
});

test('below the new password stands what makes a good one and what is refused', async () => {
  render(Password);
  const hint = screen.getByLabelText(t.first.newPassword).getAttribute('aria-describedby') ?? '';
  const says = document.getElementById(hint)?.textContent ?? '';
  for (const word of ['12 ký tự', 'câu dễ nhớ', 'Sở', 'Hải Phòng', 'trường', 'dãy số'])
    expect(says).toContain(word);
});
