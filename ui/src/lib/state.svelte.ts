// Where the person is, and a counter that rises whenever the register changed.
import { onChanged } from './ipc/call';

export type Screen =
  | { name: 'home' }
  | { name: 'officers' }
  | { name: 'classes' }
  | { name: 'delegate'; officer: string }
  | { name: 'minutes' }
  | { name: 'page'; unit: string; minutes: string }
  | { name: 'rights' }
  | { name: 'units' }
  | { name: 'documents' }
  | { name: 'csdl' }
  | { name: 'saved' }
  | { name: 'settings' }
  | { name: 'help' };

export const here = $state<{ screen: Screen; changes: number }>({ screen: { name: 'home' }, changes: 0 });

export function go(screen: Screen): void {
  here.screen = screen;
}

/** Counts changes for as long as the window is open. */
export function countChanges(): () => void {
  return onChanged(() => {
    here.changes += 1;
  });
}
