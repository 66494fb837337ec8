// A form that an act opens is where the person looks and types next.

const TYPED = 'input:not([type=hidden]):not(:disabled), select, textarea, button';

/** Scrolls a form that has just opened into view and puts the focus into its first field. */
export function opened(form: HTMLElement): void {
  form.scrollIntoView({ block: 'nearest' });
  form.querySelector<HTMLElement>(TYPED)?.focus({ preventScroll: true });
}
