// How a person looks at a list: kept while the program is open, so that whoever comes back finds it
// as it was left.
import { keep } from '../../kept.svelte';
import type { Filters } from './arrange';
import { remember, remembered, type Choice } from './chosen';
import type { Sorting } from './order';
import { NONE, type Picked } from './picks';

export type Start = { query?: string; filters?: Filters; sorting?: Sorting };

export class View {
  query = $state('');
  filters = $state.raw<Filters>({});
  sorting = $state.raw<Sorting>(null);
  picked = $state.raw<Picked>(NONE);
  choice = $state.raw<Choice>({});
  /** How far it was scrolled. */
  top = $state(0);
  /** The cell that has the focus when the list gets it. */
  at = $state.raw({ row: 0, column: 0 });

  constructor(readonly list: string) {
    this.choice = remembered(list);
  }

  show(key: string, on: boolean): void {
    this.choice = { ...this.choice, [key]: on };
    remember(this.list, this.choice);
  }

  showEverything(): void {
    this.query = '';
    this.filters = {};
  }
}

/** The view of a list as it was left; where somebody was sent to what a count counts, as that says. */
export function viewOf(list: string, start?: Start): View {
  const view = keep(`table:${list}`, () => new View(list));
  if (start) {
    view.query = start.query ?? '';
    view.filters = start.filters ?? {};
    view.sorting = start.sorting ?? view.sorting;
    view.top = 0;
  }
  return view;
}
