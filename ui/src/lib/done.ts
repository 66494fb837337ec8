// After every act the window says what was done, wherever the act was sent from.
import { onDone } from './ipc/call';
import { doneText, timesDone } from './text/vi/done';
import { dismiss, say, toasts } from './toasts.svelte';

/** Acts of one kind within so many milliseconds are one piece of work, and said together. */
const TOGETHER = 3_000;

/** Says what is done from now on; returns how to stop. */
export function sayWhatIsDone(): () => void {
  let last = { command: '', at: 0, times: 0, id: 0 };
  return onDone((command, given) => {
    const sentence = (doneText[command] as ((...given: unknown[]) => string) | undefined)?.(
      ...given,
    );
    if (sentence === undefined) return;
    const at = Date.now();
    const again = command === last.command && at - last.at < TOGETHER;
    if (again) dismiss(last.id);
    const times = again ? last.times + 1 : 1;
    say(times === 1 ? sentence : timesDone(sentence, times));
    last = { command, at, times, id: toasts.at(-1)?.id ?? 0 };
  });
}
