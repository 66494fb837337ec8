// Fields two by two, and the foot of a form.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { expect, test, vi } from 'vitest';
import { barriers } from '../testing/barriers';
import { t } from '../text/vi';
import Beside from './Beside.svelte';

const of = (html: string) => createRawSnippet(() => ({ render: () => html }));

test('the primary act stands first in the foot and Hủy last, which leaves the form', async () => {
  const leave = vi.fn();
  const { container } = render(Beside, {
    children: of('<p>Ngày</p>'),
    foot: of('<button type="button" class="primary">Lưu</button>'),
    leave,
  });
  const foot = [...container.querySelectorAll('[data-foot] button')];
  expect(foot.map((button) => button.textContent)).toEqual(['Lưu', t.cancel]);
  expect(await barriers()).toEqual([]);
  await fireEvent.click(screen.getByText(t.cancel));
  expect(leave).toHaveBeenCalledOnce();
});

test('what has nothing to be done with has no foot', () => {
  const { container } = render(Beside, { children: of('<p>Ngày</p>') });
  expect(container.querySelector('[data-beside]')?.textContent).toBe('Ngày');
  expect(container.querySelector('[data-foot]')).toBeNull();
});
