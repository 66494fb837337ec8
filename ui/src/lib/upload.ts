// Files go over the bridge in parts: a pile of scans is larger than one message may be.
import { ask, commands } from './ipc/call';

/** Bytes of a part; a multiple of three, so that no part but the last is padded. */
const PART = 3 * 1024 * 1024;

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** Hands a file to the program; tells how much of it is over. */
export async function upload(file: File, progress?: (share: number) => void): Promise<void> {
  let at = 0;
  do {
    const part = new Uint8Array(await file.slice(at, at + PART).arrayBuffer());
    await ask(commands.upload(base64(part), at === 0));
    at += PART;
    progress?.(Math.min(1, at / Math.max(1, file.size)));
  } while (at < file.size);
}
