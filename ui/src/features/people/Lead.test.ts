// The dialogs about a person outlive the window.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { daysLater } from '../../lib/calendar';
import { day, today } from '../../lib/dates';
import { pretend, sample } from '../../lib/ipc/fake';
import { person } from '../../lib/ipc/sample/people';
import { forgetAll, takeUp, writeDown } from '../../lib/kept.svelte';
import { here } from '../../lib/state.svelte';
import { documentKindName, t } from '../../lib/text/vi';
import { toasts } from '../../lib/toasts.svelte';
import Lead from './Lead.svelte';
import NewHead from './NewHead.svelte';

test('a dialog that was open when the window died has what was typed into it', async () => {
  const machine = { lies: '' };
  pretend({
    ...sample,
    keep_forms: ({ forms }) => {
      machine.lies = forms as string;
      return null;
    },
    kept_forms: () => machine.lies,
  });
  await takeUp();
  const props = { unit: 'u1', home: 'u1', person, close: () => {} };
  const first = render(Lead, props);
  await fireEvent.input(first.container.querySelector('#lead-position') as Element, {
    target: { value: 'Quyền Hiệu trưởng' },
  });
  await writeDown();
  first.unmount();
  forgetAll();
  await takeUp();
  const { container } = render(Lead, props);
  const position = container.querySelector<HTMLInputElement>('#lead-position');
  expect(position?.value).toBe('Quyền Hiệu trưởng');
  await fireEvent.click(container.querySelector('[data-cancel]') as Element);
  await writeDown();
  expect(machine.lies).toBe('{}');
});

test('another head follows at the earliest on the day after, by a paper that is entered in place, and that is said', async () => {
  forgetAll();
  const since = today();
  const posts = person.posts.map((post) => ({ ...post, from: since, now: true }));
  const put = vi.fn((_: Record<string, unknown>) => null);
  pretend({ ...sample, put_new_head: put });
  const close = vi.fn();
  const { container } = render(NewHead, {
    unit: 'u9',
    home: 'u1',
    person: { ...person, posts },
    close,
  });
  const field = (id: string) => document.querySelector(id) as HTMLInputElement;
  expect(field('#lead-from').value).toBe(day(daysLater(since, 1)));
  expect(container.querySelector('label[for=lead-document]')?.textContent).toContain(t.required);
  await fireEvent.click(field('#lead-document-add'));
  expect(field('#doc-kind').value).toBe('appointment');
  expect(screen.getByText(documentKindName.appointment)).toBeTruthy();
  await fireEvent.click(document.querySelectorAll('dialog dialog [data-cancel]')[0] as Element);
  await fireEvent.input(field('#lead-name'), { target: { value: 'Trần Thị Mới' } });
  const paper = await waitFor(() => {
    const option = container.querySelector('#lead-document option:nth-child(2)');
    if (!option) throw new Error('no paper yet');
    return option as HTMLOptionElement;
  });
  await fireEvent.change(field('#lead-document'), { target: { value: paper.value } });
  await fireEvent.click(field('#lead-save'));
  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(put).toHaveBeenCalledTimes(1);
  expect(toasts.at(-1)?.text).toContain('Trần Thị Mới');
  expect(here.screen).toEqual({ name: 'units', unit: 'u9' });
});
