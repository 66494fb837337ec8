// What this window remembers for itself: how it and its menu look, minutes until it locks. Nothing of the
// register.
const ZOOM = 'zoom';
const LOCK = 'lock-minutes';
const THEME = 'theme';
const CONTRAST = 'contrast';
const MENU = 'menu';

export const sizes = [100, 110, 125, 150] as const;
export const themes = ['system', 'light', 'dark'] as const;
export const contrasts = ['system', 'more'] as const;
const menus = ['wide', 'narrow'] as const;
export type Theme = (typeof themes)[number];
export type Contrast = (typeof contrasts)[number];

function stored(key: string, otherwise: number, least: number, most: number): number {
  const value = Number(localStorage.getItem(key) ?? otherwise);
  return Number.isFinite(value) && value >= least && value <= most ? value : otherwise;
}

function one<T extends string>(key: string, of: readonly T[], otherwise: T): T {
  const value = localStorage.getItem(key);
  return of.find((known) => known === value) ?? otherwise;
}

export const look = $state({
  theme: one(THEME, themes, 'system'),
  contrast: one(CONTRAST, contrasts, 'system'),
  menu: one(MENU, menus, 'wide'),
  zoom: stored(ZOOM, 100, 100, 150),
  lockMinutes: stored(LOCK, 15, 1, 30),
});

/** Shows and remembers size of text, light or dark, and contrast; follows the system where nothing
 *  was chosen. Returns how to stop. */
export function applyLook(): () => void {
  const root = document.documentElement;
  root.style.fontSize = `${(16 * look.zoom) / 100}px`;
  root.dataset.theme = look.theme;
  const system = window.matchMedia('(prefers-contrast: more)');
  const more = look.contrast === 'more';
  const follow = () => (root.dataset.contrast = more || system.matches ? 'more' : 'usual');
  follow();
  system.addEventListener('change', follow);
  localStorage.setItem(ZOOM, String(look.zoom));
  localStorage.setItem(LOCK, String(look.lockMinutes));
  localStorage.setItem(THEME, look.theme);
  localStorage.setItem(CONTRAST, look.contrast);
  localStorage.setItem(MENU, look.menu);
  return () => system.removeEventListener('change', follow);
}

/** Calls when nobody touched the window for so many minutes; returns how to stop. */
export function whenIdle(minutes: () => number, idle: () => void): () => void {
  let last = Date.now();
  const touched = () => {
    last = Date.now();
  };
  const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
  signs.forEach((sign) => window.addEventListener(sign, touched, { passive: true }));
  const timer = setInterval(() => {
    if (Date.now() - last >= minutes() * 60_000) {
      last = Date.now();
      idle();
    }
  }, 5_000);
  return () => {
    clearInterval(timer);
    signs.forEach((sign) => window.removeEventListener(sign, touched));
  };
}
