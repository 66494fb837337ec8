// Every screen in its four states, with the longest name, and under axe.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import Screens from './frame/Screens.svelte';
import { pretend, refused, sample } from './lib/ipc/fake';
import { home } from './lib/ipc/sample/home';
import { barriers } from './lib/testing/barriers';
import { screens } from './lib/testing/screens';
import { t } from './lib/text/vi';

const cases = screens.map(({ screen, ...of }) => ({
  ...of,
  name: screen.name,
  open: () => render(Screens, { screen, home, askedFrom: 'home' }),
}));

test.each(cases)('$name shows what there is, and shuts nobody out', async ({ open, shows }) => {
  open();
  expect((await screen.findAllByText(shows)).length).toBeGreaterThan(0);
  expect(await barriers()).toEqual([]);
});

const asking = cases.flatMap(({ command, ...of }) => (command ? [{ ...of, command }] : []));

describe.each(asking)('$name', ({ open, command, shows }) => {
  test('says that it is loading', async () => {
    pretend({ ...sample, [command]: () => new Promise(() => {}) });
    const { container } = open();
    await waitFor(() => expect(container.querySelector('[data-shown=loading]')).toBeTruthy());
  });
  test('says why it cannot show anything, with a code, and tries again when asked', async () => {
    let broken = true;
    pretend({
      ...sample,
      [command]: (args) => (broken ? Promise.reject(refused) : sample[command]?.(args)),
    });
    open();
    expect(await screen.findByText(refused.sentence)).toBeTruthy();
    expect(screen.getByText(refused.number)).toBeTruthy();
    broken = false;
    await fireEvent.click(screen.getByText(t.again));
    expect((await screen.findAllByText(shows)).length).toBeGreaterThan(0);
  });
});

describe.each(asking.filter((one) => one.empty))('$name', ({ open, command, empty }) => {
  test('says that there is nothing yet', async () => {
    pretend({ ...sample, [command]: () => [] });
    open();
    expect(await screen.findByText(empty ?? '')).toBeTruthy();
    expect(await barriers()).toEqual([]);
  });
});
