// What there are pictures of: every screen, and what stands before them or over them.
import type { Answers } from '../src/lib/ipc/sample';
import { full } from '../src/lib/ipc/sample/full';
import { screens } from '../src/lib/testing/screens';
import type { Door } from '../src/lib/ipc/bindings';
import type { Screen } from '../src/lib/state.svelte';
import { t } from '../src/lib/text/vi';

export type Scene = {
  name: string;
  screen: Screen;
  /** What stands on it once its data are there. */
  shows: string | RegExp;
  answers: Answers;
  /** Keys that are pressed once it stands, and what they open. */
  keys?: { press: string; opens: string };
};

const home: Screen = { name: 'home' };
const door = (state: Door): Answers => ({ ...full.school, door: () => state });

export const scenes: Scene[] = [
  ...screens.map(({ screen, shows, looker }) => ({
    name: screen.name,
    screen,
    shows,
    answers: full[looker ?? 'school'],
  })),
  { name: 'home-commune', screen: home, shows: t.board.whole(20), answers: full.commune },
  { name: 'home-department', screen: home, shows: t.board.whole(114), answers: full.department },
  {
    name: 'board-commune',
    screen: { name: 'board' },
    shows: /Hoa Sen/,
    answers: full.commune,
  },
  {
    name: 'import-mend',
    screen: { name: 'import', kind: 'assignments', text: 'Họ và tên' },
    shows: /6Z9/,
    answers: full.school,
  },
  { name: 'door-first', screen: home, shows: t.first.title, answers: door('empty') },
  { name: 'door-locked', screen: home, shows: t.unlock.title, answers: door('locked') },
  { name: 'door-pin', screen: home, shows: t.unlock.title, answers: door('short_locked') },
  {
    name: 'palette',
    screen: home,
    shows: t.home.waits,
    answers: full.school,
    keys: { press: 'Control+k', opens: 'dialog[open]' },
  },
];

/** The inner sizes of the window: the smallest that is open to everybody, and two usual ones. */
export const sizes = [
  { width: 1092, height: 614 },
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;
export type Size = (typeof sizes)[number];

export const themes = ['light', 'dark'] as const;
export type Theme = (typeof themes)[number];
