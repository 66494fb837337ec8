// The one way to the program: commands that answer, and news of what changed.
import { convertFileSrc } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { wording } from '../text/wording';
import { commands as plain, type Failure } from './bindings';

export type * from './bindings';

export type Commands = typeof plain;
/** Hears which command was done, with what it was given. */
type Heard = (command: keyof Commands, given: unknown[]) => void;
const listeners = new Set<Heard>();

/** Hears of every command that is done and not refused; returns how to stop hearing. */
export function onDone(heard: Heard): () => void {
  listeners.add(heard);
  return () => void listeners.delete(heard);
}

function heardOf(name: keyof Commands, command: (...given: unknown[]) => Promise<unknown>) {
  return async (...given: unknown[]) => {
    const reply = await command(...given);
    const done = typeof reply === 'object' && reply && 'status' in reply && reply.status === 'ok';
    if (done) listeners.forEach((heard) => heard(name, given));
    return reply;
  };
}

/** The commands of the program, each heard of when it is done. */
export const commands = Object.fromEntries(
  Object.entries(plain).map(([name, command]) => [
    name,
    heardOf(name as keyof Commands, command as (...given: unknown[]) => Promise<unknown>),
  ]),
) as Commands;

export type Answer<T> = { status: 'ok'; data: T } | { status: 'error'; error: Failure };

/** A refusal, with its code and its sentence. */
export class Refused extends Error {
  constructor(readonly failure: Failure) {
    super(failure.sentence);
  }
}

/**
 * What a screen itself refuses before it asks: a day that is none, or, with its own number,
 * something else.
 */
export class Wrong extends Error {
  constructor(
    sentence: string,
    readonly number = 'BG-NHAP-012',
  ) {
    super(sentence);
  }
}

const NOT_READ: Failure = {
  number: 'BG-NHAP-010',
  code: 'bad_request',
  sentence: wording.badRequest,
};

/** The data of an answer; throws a Refused otherwise. */
export async function ask<T>(answer: Promise<Answer<T>>): Promise<T> {
  const reply = await answer;
  // What the bridge itself cannot read comes back as bare text, in English: people get our
  // sentence.
  if (reply.status === 'error')
    throw new Refused(typeof reply.error === 'object' ? reply.error : NOT_READ);
  return reply.data;
}

/** The answer of a command that refuses nothing, as one that can: it may still not come. */
export async function plainly<T>(answer: Promise<T>): Promise<Answer<T>> {
  return { status: 'ok', data: await answer };
}

/** The sentence and code of anything that was thrown. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Refused) return thrown.failure;
  if (thrown instanceof Wrong)
    return { number: thrown.number, code: 'bad_request', sentence: thrown.message };
  console.error(thrown);
  return { number: 'BG-HT-001', code: 'internal', sentence: wording.internal };
}

/** Hears that something changed; returns how to stop hearing. */
export function onChanged(heard: () => void): () => void {
  const stop = listen('changed', heard);
  return () => void stop.then((unlisten) => unlisten());
}

/** Hears how many documents of a batch are done. */
export function onBatchProgress(heard: (done: number) => void): () => void {
  const stop = listen<number>('batch_progress', (event) => heard(event.payload));
  return () => void stop.then((unlisten) => unlisten());
}

/** Hears for how many units accounts were handed over. */
export function onAccountsProgress(heard: (done: number) => void): () => void {
  const stop = listen<number>('accounts_progress', (event) => heard(event.payload));
  return () => void stop.then((unlisten) => unlisten());
}

/** Hears how many pages of a pile of scans were read, of how many. */
export function onStackProgress(heard: (done: number, of: number) => void): () => void {
  const stop = listen<[number, number]>('stack_progress', (event) => heard(...event.payload));
  return () => void stop.then((unlisten) => unlisten());
}

/** Where the bytes of a page are read: the same that are printed. */
export function pageAddress(unit: string, minutes: string, version: number, proof = false): string {
  const path = proof ? `${unit}/${minutes}/proof` : `${unit}/${minutes}`;
  const address = convertFileSrc(path, 'minutes').replace(/%2F/g, '/');
  return `${address}?v=${version}`;
}

/** Where the page is read that would come of a row of the table that was checked last. */
export function importedPage(row: number, version: number): string {
  return `${convertFileSrc(`import/${row}`, 'minutes').replace(/%2F/g, '/')}?v=${version}`;
}

/** Where the system says that a file is: pixels of the screen, not of the page. */
type Held = { paths?: string[]; position?: { x: number; y: number } };

/** Hears of files that are held over the window and dropped on it; returns how to stop hearing. */
export function onDrop(heard: {
  over: (is: boolean) => void;
  drop: (paths: string[], x: number, y: number) => void;
}): () => void {
  const scale = () => window.devicePixelRatio || 1;
  const stops = [
    listen('tauri://drag-enter', () => heard.over(true)),
    listen('tauri://drag-leave', () => heard.over(false)),
    listen<Held>('tauri://drag-drop', ({ payload: { paths, position } }) =>
      heard.drop(paths ?? [], (position?.x ?? 0) / scale(), (position?.y ?? 0) / scale()),
    ),
  ];
  return () => void Promise.all(stops).then((all) => all.forEach((unlisten) => unlisten()));
}
