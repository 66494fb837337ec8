// What this window remembers for itself: size of text, minutes until it locks. Nothing of the
// register.
const ZOOM = 'zoom';
const LOCK = 'lock-minutes';

export const sizes = [100, 110, 125, 150] as const;

function stored(key: string, otherwise: number, least: number, most: number): number {
  const value = Number(localStorage.getItem(key) ?? otherwise);
  return Number.isFinite(value) && value >= least && value <= most ? value : otherwise;
}

export const look = $state({
  zoom: stored(ZOOM, 100, 100, 150),
  lockMinutes: stored(LOCK, 15, 1, 30),
});

/** Shows and remembers the size of text. */
export function applyLook(): void {
  document.documentElement.style.fontSize = `${(16 * look.zoom) / 100}px`;
  localStorage.setItem(ZOOM, String(look.zoom));
  localStorage.setItem(LOCK, String(look.lockMinutes));
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
