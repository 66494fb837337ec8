// All minutes of a unit.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { pretend, sample } from '../../lib/ipc/fake';
import { minutesRow } from '../../lib/ipc/sample/handover';
import { t } from '../../lib/text/vi';
import MinutesList from './MinutesList.svelte';

test('ticks stay when their rows scroll out of sight', async () => {
  const many = Array.from({ length: 310 }, (_, n) => ({
    ...minutesRow,
    id: `m${n}`,
    receiver: `Lê Văn ${n}`,
  }));
  pretend({ ...sample, minutes_list: () => many });
  const { container } = render(MinutesList, { unit: 'u1' });
  await screen.findByText('Lê Văn 0');
  await fireEvent.click(container.querySelector('#choose-all') as HTMLElement);
  await fireEvent.click(screen.getByLabelText('Lê Văn 1'));
  expect(screen.getByText(`309 ${t.minutes.chosen}`)).toBeTruthy();
});
