// The screens begin here.
import '@fontsource/be-vietnam-pro/latin-400.css';
import '@fontsource/be-vietnam-pro/latin-600.css';
import '@fontsource/be-vietnam-pro/vietnamese-400.css';
import '@fontsource/be-vietnam-pro/vietnamese-600.css';
import { mount } from 'svelte';
import App from './App.svelte';
import './lib/styles/tokens.css';
import './lib/styles/base.css';

async function begin(): Promise<void> {
  if (import.meta.env.DEV && !('__TAURI_INTERNALS__' in window)) {
    // `cargo xtask ui`: a browser without the program behind it.
    const { pretend, sample } = await import('./lib/ipc/fake');
    // `?door=empty` shows the first run, `?door=locked` the lock.
    const door = new URLSearchParams(location.search).get('door') ?? 'open';
    pretend({ ...sample, door: () => door });
  }
  const target = document.getElementById('app');
  if (target) mount(App, { target });
}
void begin();
