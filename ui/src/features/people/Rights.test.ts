// The rights of a person, and what stands where there are none.
import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { Person } from '../../lib/ipc/call';
import { person } from '../../lib/ipc/sample/people';
import { t } from '../../lib/text/vi';
import Rights from './Rights.svelte';

const [paper] = person.minutes;
const head: Person = {
  ...person,
  leads: true,
  rights: [],
  minutes: paper ? [{ ...paper, kind: 'to_school', code: '15/BB-UBND' }] : [],
};

test('a head without rights of his own holds the account of the unit', () => {
  render(Rights, { person: head });
  expect(screen.getByText(t.person.holdsAccount('15/BB-UBND'))).toBeTruthy();
});

test('who leads nothing has no right', () => {
  render(Rights, { person: { ...head, leads: false } });
  expect(screen.getByText(t.person.noRights)).toBeTruthy();
});
