// “Ai mở được lớp … ngày …?”: the day is there, and the answer says about what it is.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { day, today } from '../../lib/dates';
import { pretend, sample } from '../../lib/ipc/fake';
import { schoolClass } from '../../lib/ipc/sample/people';
import { t } from '../../lib/text/vi';
import Question from './Question.svelte';

test('today is asked about unless a person says another day, and the answer comes into sight', async () => {
  const names: unknown[] = [];
  pretend({
    ...sample,
    class_named: ({ typed }) => {
      names.push(typed);
      return schoolClass;
    },
  });
  const shown = vi.spyOn(Element.prototype, 'scrollIntoView');
  const { container } = render(Question, { unit: 'u' });
  const when = container.querySelector('#asked-day') as HTMLInputElement;
  expect(when.value).toBe(day(today()));
  expect(when.placeholder).toBe(t.parts.dayForm);
  await fireEvent.input(container.querySelector('#asked-class') as Element, {
    target: { value: ' Lớp 6A2' },
  });
  await fireEvent.click(screen.getByText(t.home.ask));
  await waitFor(() => expect(container.querySelector('[data-answer]')).toBeTruthy());
  expect(names).toEqual(['6A2']);
  expect(container.querySelector('[data-answer]')?.textContent).toContain(day(today()));
  expect(shown).toHaveBeenCalled();
});
