// A question to the program that is asked again whenever something changed: no answer yet, the
// answer, or why there is none.
import { ask, failureOf, type Answer, type Failure } from './ipc/call';
import { here } from './state.svelte';
import { counted } from './underway';

export class Loaded<T> {
  value = $state.raw<T | null>(null);
  failure = $state<Failure | null>(null);
  #asked = 0;

  constructor(readonly question: () => Promise<Answer<T>>) {}

  /** Asks; an answer that was overtaken by a later question is dropped. */
  again = async (): Promise<void> => {
    const turn = (this.#asked += 1);
    try {
      const value = await counted(ask(this.question()));
      if (turn === this.#asked) [this.value, this.failure] = [value, null];
    } catch (thrown) {
      if (turn === this.#asked) this.failure = failureOf(thrown);
    }
  };
}

/** Loads for a screen: now, and after every change. What the question reads is followed too. */
export function load<T>(question: () => Promise<Answer<T>>): Loaded<T> {
  const loaded = new Loaded(question);
  $effect(() => {
    void here.changes;
    void loaded.again();
  });
  return loaded;
}
