// Showing a password, and saying what will be hard to type again.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { barriers } from '../testing/barriers';
import { t } from '../text/vi';
import Field from './Field.svelte';
import PasswordField from './PasswordField.svelte';

const open = (fresh = true) =>
  render(PasswordField, { id: 'p', label: t.password, hint: t.passwordHint, fresh });
const field = () => screen.getByLabelText<HTMLInputElement>(t.password);

test('what was typed can be shown and hidden again, and stays as it was typed', async () => {
  open();
  await fireEvent.input(field(), { target: { value: ' Cây phượng ' } });
  expect(field().type).toBe('password');
  await fireEvent.click(screen.getByRole('button', { name: t.parts.showPassword }));
  expect(field().type).toBe('text');
  expect(field().value).toBe(' Cây phượng ');
  await fireEvent.click(screen.getByRole('button', { name: t.parts.hidePassword }));
  expect(field().type).toBe('password');
  expect(await barriers()).toEqual([]);
});

test('marks are said as soon as they appear', async () => {
  open();
  await fireEvent.input(field(), { target: { value: 'cay phuong' } });
  expect(screen.queryByText(t.passwordMarks)).toBeNull();
  await fireEvent.input(field(), { target: { value: 'cây phượng' } });
  expect(screen.getByText(t.passwordMarks)).toBeTruthy();
});

test('of a password that there is already nothing is said about its marks', async () => {
  open(false);
  await fireEvent.input(field(), { target: { value: 'cây phượng' } });
  expect(screen.queryByText(t.passwordMarks)).toBeNull();
});

test('Caps Lock is said while it is on', async () => {
  open();
  await fireEvent.keyUp(field(), { key: 'A', modifierCapsLock: true });
  expect(screen.getByText(t.parts.capitals)).toBeTruthy();
  await fireEvent.keyUp(field(), { key: 'a' });
  expect(screen.queryByText(t.parts.capitals)).toBeNull();
});

test('a field of the kind password is one', () => {
  render(Field, { id: 'p', label: t.password, type: 'password' });
  expect(screen.getByRole('button', { name: t.parts.showPassword })).toBeTruthy();
});
