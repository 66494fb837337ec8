// What was just done, said once at the edge of the window, with a way back where there is one.
import { failureOf } from './ipc/call';

/** Milliseconds that a sentence stays; one that can be taken back stays longer. */
const STAY = 7_000;
const STAY_TO_UNDO = 15_000;

export type Toast = {
  id: number;
  text: string;
  tone: 'good' | 'warn' | 'bad';
  /** Takes it back. */
  undo?: () => Promise<unknown>;
  /** What can be done next with what was made. */
  act?: Act;
};

export type Act = { name: string; run: () => Promise<unknown> };

export const toasts = $state<Toast[]>([]);
let last = 0;
const timers: Record<number, ReturnType<typeof setTimeout>> = {};

function add(toast: Omit<Toast, 'id'>): number {
  const id = (last += 1);
  toasts.push({ ...toast, id });
  // More than three at a time are a list, and that is not the place for one.
  if (toasts.length > 3) toasts.splice(0, toasts.length - 3).forEach((old) => stay(old.id));
  leave(id);
  return id;
}

/** Says that something is done; `undo` takes it back. */
export function say(text: string, undo?: () => Promise<unknown>): void {
  add({ text, tone: 'good', undo });
}

/** Says that something was made, with what is done next with it; returns which sentence it is. */
export function offer(text: string, act: Act): number {
  return add({ text, tone: 'good', act });
}

/** Says what could not be done: it stays until it was read. */
export function warn(text: string): void {
  add({ text, tone: 'warn' });
}

/** Takes a sentence away. */
export function dismiss(id: number): void {
  stay(id);
  const at = toasts.findIndex((toast) => toast.id === id);
  if (at >= 0) toasts.splice(at, 1);
}

/** Keeps a sentence while somebody reads it or is at its buttons. */
export function stay(id: number): void {
  clearTimeout(timers[id]);
  delete timers[id];
}

/** Lets a sentence go after its time. */
export function leave(id: number): void {
  const toast = toasts.find((one) => one.id === id);
  if (!toast || toast.tone === 'warn') return;
  stay(id);
  timers[id] = setTimeout(() => dismiss(id), toast.undo || toast.act ? STAY_TO_UNDO : STAY);
}

/** Takes back what a sentence says was done; says why if that is refused. */
export async function takeBack(toast: Toast, undone: string): Promise<void> {
  dismiss(toast.id);
  try {
    await toast.undo?.();
    say(undone);
  } catch (thrown) {
    refuse(thrown);
  }
}

/** Does what a sentence offers; says why if that is refused. */
export async function takeUp({ act }: Toast): Promise<void> {
  try {
    await act?.run();
  } catch (thrown) {
    refuse(thrown);
  }
}

function refuse(thrown: unknown): void {
  const { sentence, number } = failureOf(thrown);
  add({ text: `${sentence} ${number}`, tone: 'bad' });
}

/** Takes every sentence away: the screen locks. */
export function forgetToasts(): void {
  toasts.splice(0).forEach((toast) => stay(toast.id));
}
