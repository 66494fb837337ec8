// What was typed and not sent yet, kept in memory while the person looks at other screens; gone
// when
// the screen locks.
let kept: Record<string, unknown> = {};

/** The kept answers of a form, or fresh ones that are kept from now on. */
export function keep<T extends object>(form: string, fresh: () => T): T {
  const known = kept[form] as T | undefined;
  if (known) return known;
  const answers = $state(fresh());
  kept[form] = answers;
  return answers;
}

/** Forgets one form: it was sent or thrown away. */
export function forget(form: string): void {
  delete kept[form];
}

/** Forgets everything: the screen locks. */
export function forgetAll(): void {
  kept = {};
}
