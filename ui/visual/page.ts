// The page that is photographed: the program as it begins, on the pretended program, with one scene.
import { pretend } from '../src/lib/ipc/fake';
import { go } from '../src/lib/state.svelte';
import { look } from '../src/lib/window.svelte';
import { faults } from './fits';
import { scenes, type Scene, type Theme } from './scenes';

/** Whether the scene's data are there, and nothing is still being loaded or drawn. */
function stands({ shows }: Scene): boolean {
  const text = document.body.textContent;
  const there = typeof shows === 'string' ? text.includes(shows) : shows.test(text);
  const busy = document.querySelector(
    '[data-shown=loading], [aria-busy=true], [data-pages="0"]:not([hidden])',
  );
  return there && !busy && document.fonts.status === 'loaded';
}

const frame = () => new Promise((painted) => requestAnimationFrame(painted));

/** So many frames, at most: most of a minute, for a machine that does other things beside. */
const PATIENCE = 3000;

/** Waits until the scene stands, and stands in the next frame still. */
async function settled(scene: Scene): Promise<void> {
  let calm = 0;
  for (let frames = 0; calm < 2; frames += 1) {
    if (frames > PATIENCE) throw new Error(`${scene.name} never showed ${scene.shows}`);
    await frame();
    calm = stands(scene) ? calm + 1 : 0;
  }
}

/** What the run asks of the page. */
const seen = {
  async show(name: string): Promise<void> {
    const scene = scenes.find((one) => one.name === name);
    if (!scene) throw new Error(`no scene ${name}`);
    pretend(scene.answers);
    go(scene.screen);
    seen.settled = () => settled(scene);
    await import('../src/main');
    await seen.settled();
  },
  settled: () => Promise.resolve(),
  async wear(theme: Theme, zoom: typeof look.zoom = 100): Promise<void> {
    Object.assign(look, { theme, zoom });
    await seen.settled();
  },
  faults,
};

export type Seen = typeof seen;
declare global {
  interface Window {
    seen: Seen;
  }
}
window.seen = seen;
