// The program, pretended: for looking at screens in a browser and for testing them.
import { emit } from '@tauri-apps/api/event';
import { mockIPC } from '@tauri-apps/api/mocks';
import type { Failure } from './bindings';
import { sample, type Answers } from './sample';
import page from './sample/page.pdf?url';
import { LONG_NAME } from './sample/names';

export { LONG_NAME, sample };

/** What a refused command answers. */
export const refused: Failure = {
  number: 'BG-KHO-002',
  code: 'damaged',
  sentence:
    'Dữ liệu trên máy này bị hỏng và không mở được. Đừng xóa gì; ' +
    'hãy khôi phục từ bản sao USB hoặc gọi nơi hỗ trợ.',
};

/** What the mocks put into the window. */
type Bridge = { __TAURI_INTERNALS__: object };

/** Pretends to be the program from now on. Commands without an answer are refused, so that no
 *  screen passes by accident; every page of minutes is that of the demo data. */
export function pretend(answers: Answers): void {
  mockIPC(
    (command, args) => {
      const answer = answers[command];
      if (!answer)
        return Promise.reject({
          number: 'BG-HT-001',
          code: 'internal',
          sentence: `${command}?`,
        } satisfies Failure);
      return answer((args ?? {}) as Record<string, unknown>);
    },
    { shouldMockEvents: true },
  );
  Object.assign((window as unknown as Bridge).__TAURI_INTERNALS__, { convertFileSrc: () => page });
}

/** Pretends that the system drops files on the window. */
export async function dropFiles(paths: string[]): Promise<void> {
  await emit('tauri://drag-drop', { paths, position: { x: 10, y: 10 } });
}

/** Pretends that a file is held over the window. */
export async function dragOver(): Promise<void> {
  await emit('tauri://drag-enter', { paths: [], position: { x: 10, y: 10 } });
}

/** Pretends that the program tells of a change. */
export async function tellChange(): Promise<void> {
  await emit('changed', 'register');
}

/** Pretends that the program tells how far work on many has come. */
export async function tellProgress(
  of: 'batch_progress' | 'stack_progress',
  progress: number | [number, number],
): Promise<void> {
  await emit(of, progress);
}
