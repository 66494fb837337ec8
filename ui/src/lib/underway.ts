// Questions that screens have asked and that are not answered yet. While some are open, what changes
// further is asked about once, when they are answered: a batch changes something many times a second.

let open = 0;
const waiting = new Set<() => void>();

/** Counts a question until it is answered or refused. */
export async function counted<T>(question: Promise<T>): Promise<T> {
  open += 1;
  try {
    return await question;
  } finally {
    open -= 1;
    if (open === 0) for (const heard of waiting) heard();
  }
}

/** Whether a question is open. */
export function isUnderWay(): boolean {
  return open > 0;
}

/** Hears whenever the last open question was answered. */
export function whenAnswered(heard: () => void): () => void {
  waiting.add(heard);
  return () => waiting.delete(heard);
}
