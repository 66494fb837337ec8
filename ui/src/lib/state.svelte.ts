// Where the person is, and a counter that rises whenever the register changed.
import { failureOf, onChanged, type Failure, type Kind, type Stop } from './ipc/call';
import { isUnderWay, whenAnswered } from './underway';

export type Screen =
  | { name: 'home' }
  | { name: 'officers' }
  | { name: 'person'; unit: string; officer: string; asking?: 'edit' | 'lead' }
  | { name: 'classes' }
  | { name: 'import'; kind?: Kind; text?: string }
  | { name: 'road'; stop?: Stop }
  | { name: 'delegate'; officer: string; into?: Into }
  | { name: 'account'; unit: string }
  | { name: 'accounts' }
  | { name: 'board' }
  | { name: 'minutes' }
  | { name: 'page'; unit: string; minutes: string; asking?: 'edit' }
  | { name: 'receipt'; unit: string; minutes: string }
  | { name: 'rights'; unit?: string; schoolClass?: string }
  | { name: 'units'; unit?: string; making?: boolean }
  | { name: 'documents' }
  | { name: 'csdl' }
  | { name: 'verify' }
  | { name: 'saved' }
  | { name: 'settings' }
  | { name: 'help' };

/** The draft that more is handed over in, and what its form leaves out and has not saved yet. */
export type Into = { unit: string; minutes: string; without: string[] };

/** Minutes, and the unit in whose file they lie. */
export type Listed = { unit: string; id: string };

export const here = $state<{
  screen: Screen;
  changes: number;
  failure: Failure | null;
  /** The list from which minutes were opened, in the order in which it was shown. */
  listed: Listed[];
  /** A recovery code that is to be put on paper before anything else. */
  recovery: { code: string; later: boolean } | null;
}>({
  screen: { name: 'home' },
  changes: 0,
  failure: null,
  listed: [],
  recovery: null,
});

export function go(screen: Screen): void {
  here.screen = screen;
  here.failure = null;
}

/** Opens minutes from a list: before and after go through it as it was shown. */
export function openListed({ unit, id }: Listed, list: readonly Listed[]): void {
  here.listed = list.map((one) => ({ unit: one.unit, id: one.id }));
  go({ name: 'page', unit, minutes: id });
}

/** Shows above the screen why something could not be loaded. */
export function tell(thrown: unknown): void {
  here.failure = failureOf(thrown);
}

/** How long one open question may keep screens from asking again, in milliseconds. */
const PATIENCE = 3000;

/** Counts changes for as long as the window is open: one at a time, as fast as the screens get their
 *  answers. */
export function countChanges(): () => void {
  let missed = false;
  let since = 0;
  const count = () => {
    [missed, since] = [false, Date.now()];
    here.changes += 1;
  };
  const stops = [
    onChanged(() => {
      if (isUnderWay() && Date.now() - since < PATIENCE) missed = true;
      else count();
    }),
    whenAnswered(() => {
      if (missed) count();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
