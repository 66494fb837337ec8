// Signing many by a key: how far it is, and stopping it; what is signed stays.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { pretend, sample, tellProgress } from '../../ipc/fake';
import { minutesRow } from '../../ipc/sample/handover';
import { t } from '../../text/vi';
import SignMany from './SignMany.svelte';

const rows = ['m1', 'm2', 'm3'].map((id) => ({
  ...minutesRow,
  id,
  route: 'digital' as const,
  state: 'awaiting_signatures' as const,
}));

test('many are signed with one PIN, n of N, and stopped after the current one', async () => {
  let end: (answer: unknown) => void = () => undefined;
  const sign = vi.fn((_: Record<string, unknown>) => new Promise((done) => (end = done)));
  const cancel = vi.fn(() => end({ signed: ['m1'], failed: [], cancelled: true }));
  pretend({ ...sample, sign_minutes: sign, cancel_batch: cancel });
  const { container } = render(SignMany, { rows });
  const type = (id: string, value: string) =>
    fireEvent.input(container.querySelector(`#${id}`) as Element, { target: { value } });
  await fireEvent.click(container.querySelector('#sign-many') as HTMLElement);
  await fireEvent.change(await screen.findByLabelText(t.digital.keyKind), {
    target: { value: 'token' },
  });
  await type('many-key-driver', '/usr/lib/token.so');
  await type('many-key-secret', '123456');
  await fireEvent.click(container.querySelector('#many-key-sign') as HTMLElement);
  await waitFor(() => expect(sign).toHaveBeenCalledOnce());
  await waitFor(async () => {
    await tellProgress('batch_progress', 1);
    expect(container.querySelector('[data-progress="1/3"]')).toBeTruthy();
  });
  await fireEvent.click(screen.getByText(t.parts.stop));
  expect(cancel).toHaveBeenCalledOnce();
  const told = await waitFor(() => {
    const told = container.querySelector('[data-signed]');
    expect(told?.textContent).toContain(t.batch.stopped);
    return told?.textContent;
  });
  expect(told).toContain('1');
  expect(container.querySelector('[data-progress]')).toBeNull();
});
