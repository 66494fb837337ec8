// The dialogs about a person outlive the window.
import { fireEvent, render } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { pretend, sample } from '../../lib/ipc/fake';
import { person } from '../../lib/ipc/sample/people';
import { forgetAll, takeUp, writeDown } from '../../lib/kept.svelte';
import Lead from './Lead.svelte';

test('a dialog that was open when the window died has what was typed into it', async () => {
  const here = { lies: '' };
  pretend({
    ...sample,
    keep_forms: ({ forms }) => {
      here.lies = forms as string;
      return null;
    },
    kept_forms: () => here.lies,
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
  expect(here.lies).toBe('{}');
});
