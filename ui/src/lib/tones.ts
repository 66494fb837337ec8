// What states mean, as pills show it: the same in every list.
import type { BoardState, MinutesState } from './ipc/call';
import type { Tone } from './components/table/columns';

/** Where minutes stand. */
export const minutesTone: Record<MinutesState, Exclude<Tone, 'muted'>> = {
  draft: 'neutral',
  awaiting_signatures: 'wait',
  awaiting_number: 'wait',
  issued: 'good',
  replaced: 'neutral',
  taken_back: 'bad',
  declined: 'bad',
  cancelled: 'neutral',
};

/** Where a unit below stands. */
export const boardTone: Record<BoardState, Exclude<Tone, 'muted'>> = {
  not_received: 'neutral',
  overdue: 'bad',
  giving: 'warn',
  working: 'wait',
  done: 'good',
};
