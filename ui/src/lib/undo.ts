// What was changed in a grid, step by step, so that it can be taken back and done again.
import type { CellText } from './grid';

/**
 * A change of one cell, known by row and column: rows may be sorted or leave the list afterwards.
 */
export type CellEdit = { id: string; key: string; before: string; after: string };

export class Undo {
  #done: CellEdit[][] = [];
  #undone: CellEdit[][] = [];

  /** Remembers a step. What was taken back before it cannot be done again. */
  add(step: CellEdit[]): void {
    this.#done.push(step);
    this.#undone = [];
  }

  /** The texts that take the last step back, or nothing. */
  back(): CellText[] | null {
    const step = this.#done.pop();
    if (!step) return null;
    this.#undone.push(step);
    return step.map(({ id, key, before }) => ({ id, key, text: before }));
  }

  /** The texts that do again what was taken back last, or nothing. */
  again(): CellText[] | null {
    const step = this.#undone.pop();
    if (!step) return null;
    this.#done.push(step);
    return step.map(({ id, key, after }) => ({ id, key, text: after }));
  }
}
