// Before every test: what jsdom lacks, and a window in which nothing was done yet.
import { beforeEach } from 'vitest';
import { pretend, sample } from '../ipc/fake';
import { forgetAll } from '../kept.svelte';
import { go } from '../state.svelte';
import { forgetToasts } from '../toasts.svelte';

// jsdom lays nothing out: what observes sizes is told nothing.
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

// Nothing can be scrolled to in it, and nothing lies at a point.
document.elementFromPoint ??= () => null;
Element.prototype.scrollIntoView ??= () => {};

// Nor does it have a system that wishes for a look.
window.matchMedia ??= (media) =>
  Object.assign(new EventTarget(), {
    matches: false,
    media,
    onchange: null,
    addListener() {},
    removeListener() {},
  });

beforeEach(() => {
  pretend(sample);
  forgetAll();
  forgetToasts();
  go({ name: 'home' });
});
