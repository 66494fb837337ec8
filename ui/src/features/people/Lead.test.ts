// The dialogs about a person outlive the window.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { day } from '../../lib/dates';
import { pretend, sample } from '../../lib/ipc/fake';
import { person } from '../../lib/ipc/sample/people';
import { forgetAll, takeUp, writeDown } from '../../lib/kept.svelte';
import { here } from '../../lib/state.svelte';
import { documentKindName, t } from '../../lib/text/vi';
import Lead from './Lead.svelte';

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

/** Chooses a paper once the register has answered, and saves. */
async function saveWithPaper(container: HTMLElement) {
  const option = await waitFor(() => {
    const paper = container.querySelector<HTMLOptionElement>('#lead-document option:nth-child(2)');
    if (!paper) throw new Error('no paper yet');
    return paper;
  });
  const field = (id: string) => container.querySelector(id) as Element;
  await fireEvent.change(field('#lead-document'), { target: { value: option.value } });
  await fireEvent.click(field('#lead-save'));
}

for (const leads of [false, true]) {
  const who = leads ? 'from outside' : 'of the unit';
  test(`a head ${who} follows on the first day that can be, by a paper that is entered in place, and the draft is opened`, async () => {
    forgetAll();
    const put = vi.fn((_: Record<string, unknown>) => 'm7');
    pretend({ ...sample, [leads ? 'put_new_head' : 'change_head']: put });
    const close = vi.fn();
    const { container } = render(Lead, {
      unit: 'u9',
      home: 'u1',
      person: { ...person, leads, lead_from: '2026-11-30' },
      close,
    });
    const field = (id: string) => document.querySelector(id) as HTMLInputElement;
    expect(field('#lead-from').value).toBe(day('2026-11-30'));
    expect(field('#lead-position').value).toBe(person.lead_position);
    expect(container.querySelector('label[for=lead-document]')?.textContent).toContain(t.required);
    await fireEvent.click(field('#lead-document-add'));
    expect(field('#doc-kind').value).toBe('appointment');
    expect(screen.getByText(documentKindName.appointment)).toBeTruthy();
    await fireEvent.click(document.querySelectorAll('dialog dialog [data-cancel]')[0] as Element);
    if (leads) {
      await fireEvent.input(field('#lead-name'), { target: { value: 'Trần Thị Mới' } });
    }
    await saveWithPaper(container);
    await waitFor(() => expect(close).toHaveBeenCalled());
    expect(put).toHaveBeenCalledTimes(1);
    expect(here.screen).toEqual({ name: 'page', unit: 'u9', minutes: 'm7' });
  });
}
