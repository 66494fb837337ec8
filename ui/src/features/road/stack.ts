// Piles of scans, file after file, and what became of all of them.
import type { FiledStack, UnfiledRow } from '../../lib/ipc/call';

/** What was not filed, and of which file it is. */
export type Unfiled = UnfiledRow & { file: string };

/** What became of the files, and which of them were not read any more. */
export type Stacked = {
  pages: number;
  filed: FiledStack['filed'];
  unfiled: Unfiled[];
  left: { file: string; pages: number[] }[];
  unread: string[];
};

export function nothingStacked(): Stacked {
  return { pages: 0, filed: [], unfiled: [], left: [], unread: [] };
}

/** The files before, and one more: pages that a paper of theirs waited for may be in it. */
export function withFile(before: Stacked, file: string, stack: FiledStack): Stacked {
  const came = new Set(stack.filed.map(({ minutes }) => minutes));
  const waits = ({ minutes, failure }: Unfiled) =>
    failure.code !== 'scan_waits' || minutes === null || !came.has(minutes);
  return {
    ...before,
    pages: before.pages + stack.pages,
    filed: [...before.filed, ...stack.filed],
    unfiled: [
      ...before.unfiled.filter(waits),
      ...stack.unfiled.map((row): Unfiled => ({ ...row, file })),
    ],
    left: stack.left.length ? [...before.left, { file, pages: stack.left }] : before.left,
  };
}
