// A day is typed as people write it, or chosen by keys on a calendar.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { day, today } from '../dates';
import { barriers } from '../testing/barriers';
import { t } from '../text/vi';
import DateField from './DateField.svelte';

const open = (value = '') => render(DateField, { id: 'd', label: 'Ngày ký', value });
const field = () => screen.getByLabelText<HTMLInputElement>('Ngày ký');
const calendar = () => screen.queryByRole('dialog');
const press = (key: string, more = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });

test('nothing is touched while it is typed; leaving writes the day out', async () => {
  open();
  await fireEvent.input(field(), { target: { value: '5.9.2026' } });
  expect(field().value).toBe('5.9.2026');
  await fireEvent.blur(field());
  expect(field().value).toBe('05/09/2026');
  expect(await barriers()).toEqual([]);
});

test('a day that is none is said when the field is left, not before, and is kept as typed', async () => {
  const { container } = open();
  await fireEvent.input(field(), { target: { value: '31/02/2026' } });
  expect(container.querySelector('[data-field-wrong]')).toBeNull();
  await fireEvent.blur(field());
  expect(container.querySelector('[data-field-wrong]')?.textContent).toBe(t.badDay);
  expect(field().getAttribute('aria-invalid')).toBe('true');
  expect(field().value).toBe('31/02/2026');
});

test('an empty field is not wrong', async () => {
  const { container } = open();
  await fireEvent.blur(field());
  expect(container.querySelector('[data-field-wrong]')).toBeNull();
});

test('Alt and down opens the calendar at the day, arrows walk, Enter’s click chooses', async () => {
  open('28/11/2026');
  field().focus();
  await press('ArrowDown', { altKey: true });
  expect(calendar()).toBeTruthy();
  expect(await barriers()).toEqual([]);
  expect((document.activeElement as HTMLElement).dataset.day).toBe('2026-11-28');
  await press('ArrowRight');
  await press('ArrowDown');
  expect((document.activeElement as HTMLElement).dataset.day).toBe('2026-12-06');
  await press('PageUp');
  await press('Home');
  expect((document.activeElement as HTMLElement).dataset.day).toBe('2026-11-02');
  await fireEvent.click(document.activeElement as HTMLElement);
  expect(calendar()).toBeNull();
  expect(field().value).toBe('02/11/2026');
  expect(document.activeElement).toBe(field());
});

test('Esc closes the calendar alone, whatever stands around it', async () => {
  open();
  await fireEvent.click(screen.getByRole('button', { name: t.parts.openCalendar }));
  expect(calendar()).toBeTruthy();
  const heard: string[] = [];
  const listen = (event: KeyboardEvent) => heard.push(event.key);
  document.body.addEventListener('keydown', listen);
  await press('Escape');
  document.body.removeEventListener('keydown', listen);
  expect(calendar()).toBeNull();
  expect(heard).toEqual([]);
});

test('today is one press away, and years are turned for birth dates', async () => {
  open();
  await fireEvent.click(screen.getByRole('button', { name: t.parts.openCalendar }));
  await fireEvent.click(screen.getByRole('button', { name: t.parts.yearBefore }));
  expect(
    screen.getByText(t.parts.month(Number(today().slice(5, 7)), Number(today().slice(0, 4)) - 1)),
  ).toBeTruthy();
  await fireEvent.click(screen.getByText(new RegExp(`^${t.parts.today}`)));
  expect(field().value).toBe(day(today()));
});
