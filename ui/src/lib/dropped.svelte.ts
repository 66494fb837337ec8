// Files that are dropped on the window. The system tells the program, and the program the page: a
// page under WebKitGTK gets no file from the system's own file manager.
import { ask, commands, onDrop, Wrong } from './ipc/call';
import { tell } from './state.svelte';
import { t } from './text/vi';

/** A place that takes a file, or several. */
export type Place = {
  element: HTMLElement;
  /** Endings that it takes, with their dots, parted by commas. */
  accept: string;
  several?: boolean;
  take: (files: File[]) => void;
};

/** Whether a file is held over the window: places that take one show it. */
export const dragged = $state({ over: false });

let places: Place[] = [];
let deaf: (() => void) | undefined;

/** Takes files that are dropped on a place, or anywhere if it is the only one; returns how to stop. */
export function takesDrops(place: Place): () => void {
  places = [...places, place];
  deaf ??= onDrop({
    over: (is) => (dragged.over = is && places.length > 0),
    drop: (paths, x, y) => void dropped(paths, x, y).catch(tell),
  });
  return () => {
    places = places.filter((one) => one !== place);
    if (places.length) return;
    deaf?.();
    deaf = undefined;
  };
}

async function dropped(paths: string[], x: number, y: number): Promise<void> {
  dragged.over = false;
  const place = placeAt(x, y);
  if (!paths.length) return;
  if (!place) throw new Wrong(t.file.dropWhere, 'BG-NHAP-008');
  if (paths.length > 1 && !place.several) throw new Wrong(t.file.dropOne, 'BG-NHAP-008');
  const endings = place.accept.split(',');
  const takes = (path: string) =>
    endings.some((ending) => path.toLowerCase().endsWith(ending.trim()));
  if (!paths.every(takes))
    throw new Wrong(`${t.file.dropKind} ${endings.join(', ')}`, 'BG-NHAP-008');
  const files = [];
  for (const path of paths) files.push(new File(await read(path), nameOf(path)));
  place.take(files);
}

const nameOf = (path: string) => path.split(/[\\/]/).pop() ?? path;

/** The place under the pointer, the one in the same area of the screen, or the only one there is. */
function placeAt(x: number, y: number): Place | undefined {
  const under = document.elementFromPoint(x, y);
  const area = under?.closest('[data-drop]');
  const found = places.find(({ element }) => area?.contains(element));
  return found ?? (places.length === 1 ? places[0] : undefined);
}

/** The bytes of a dropped file: it comes over the bridge in parts. */
async function read(path: string): Promise<Uint8Array<ArrayBuffer>[]> {
  const parts = [];
  for (let n = 0; ; n += 1) {
    const part = await ask(commands.readDropped(path, n));
    if (!part) return parts;
    parts.push(Uint8Array.from(atob(part), (letter) => letter.charCodeAt(0)));
  }
}
