// What was typed and not sent yet: it stays while the person looks at other screens, and lies
// encrypted on the machine, so that it is there again when the window was closed or died. Nothing
// of it is in memory while the screen is locked.
import { ask, commands } from './ipc/call';
import { tell } from './state.svelte';

/** Forms that stay in memory alone: the program keeps an import itself, and where a signing key is
 *  stays known until the screen locks. */
const HERE_ALONE = ['import', 'signing-key'];
/** How long a form waits for its person, in milliseconds. */
const MOST_AGE = 7 * 24 * 3600e3;
/** How long the person pauses before what was typed is written down, in milliseconds. */
const PAUSE = 400;

/** A form as it lies on the machine: what was typed, and when. */
type Written = { at: number; typed: unknown };

let kept: Record<string, object> = {};
let written: Record<string, Written> = {};
let stops: (() => void)[] = [];
let later: ReturnType<typeof setTimeout> | undefined;
// Only what is open can keep anything.
let open = false;

/** The kept answers of a form, or fresh ones that are kept from now on. */
export function keep<T extends object>(form: string, fresh: () => T): T {
  const known = kept[form] as T | undefined;
  if (known) return known;
  const begun = fresh();
  // What is more than answers – how a list is looked at – is no typing: it stays in memory alone.
  const lasts = !HERE_ALONE.includes(form) && Object.getPrototypeOf(begun) === Object.prototype;
  const answers = $state(lasts ? again(form, begun) : begun);
  kept[form] = answers;
  if (lasts) stops.push(followed(form));
  return answers;
}

/** Forgets one form: it was sent or thrown away. */
export function forget(form: string): void {
  delete kept[form];
  delete written[form];
  writeLater();
}

/** Forgets everything: the screen locks. */
export function forgetAll(): void {
  stops.forEach((stop) => stop());
  clearTimeout(later);
  [kept, written, stops, open] = [{}, {}, [], false];
}

/** Takes up what lay on the machine, once it is open. */
export async function takeUp(): Promise<void> {
  const text = await ask(commands.keptForms());
  const all = (text ? JSON.parse(text) : {}) as Record<string, Written>;
  const young = Object.entries(all).filter(([, { at }]) => Date.now() - at < MOST_AGE);
  written = Object.fromEntries(young);
  open = true;
}

/** Writes down at once what was typed: the screen is about to lock. */
export async function writeDown(): Promise<void> {
  clearTimeout(later);
  later = undefined;
  if (open) await ask(commands.keepForms(JSON.stringify(written)));
}

function writeLater(): void {
  if (!open) return;
  clearTimeout(later);
  later = setTimeout(() => void writeDown().catch(tell), PAUSE);
}

/** Follows what is typed into a form; returns how to stop. */
function followed(form: string): () => void {
  return $effect.root(() => {
    $effect(() => watch(form));
  });
}

function watch(form: string): void {
  const typed = $state.snapshot(kept[form]);
  if (!typed || JSON.stringify(written[form]?.typed) === JSON.stringify(typed)) return;
  written[form] = { at: Date.now(), typed };
  writeLater();
}

/** Fresh answers with what was written down of them, as far as it is of the same kind. */
function again<T extends object>(form: string, fresh: T): T {
  const before = written[form]?.typed;
  if (!before || typeof before !== 'object') return fresh;
  const known = before as Partial<T>;
  const keys = (Object.keys(fresh) as (keyof T)[]).filter((key) => alike(fresh[key], known[key]));
  return { ...fresh, ...Object.fromEntries(keys.map((key) => [key, known[key]])) };
}

function alike(one: unknown, other: unknown): boolean {
  return typeof one === typeof other && Array.isArray(one) === Array.isArray(other);
}
