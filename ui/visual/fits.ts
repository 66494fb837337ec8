// What no picture shows by itself: a page that scrolls sideways, words that are cut, and things that
// lie outside the window where nobody can scroll to them.

const WORDED = 'button, summary, a, label, legend, th, h1, h2, h3, h4, [role=button], [role=tab]';
const TOUCHED = `${WORDED}, input, select, textarea, canvas, [tabindex]`;

/** One sentence for each fault of the page as it lies now. */
export function faults(): string[] {
  const page = document.scrollingElement ?? document.documentElement;
  const sideways =
    page.scrollWidth > page.clientWidth
      ? [`the page scrolls sideways: ${page.scrollWidth} in ${page.clientWidth}`]
      : [];
  return [
    ...sideways,
    ...visible(WORDED)
      .filter(isCut)
      .map((one) => `${named(one)} is cut`),
    ...visible(TOUCHED)
      .filter(isOutside)
      .map((one) => `${named(one)} lies outside the window`),
  ];
}

/** Elements that people see; what only screen readers are told has the size of a point. */
function visible(selector: string): HTMLElement[] {
  return [...document.body.querySelectorAll<HTMLElement>(selector)].filter((one) => {
    const { width, height } = one.getBoundingClientRect();
    return width > 1 && height > 1 && one.checkVisibility({ visibilityProperty: true });
  });
}

/** Whether a title says the words whole. */
const isSaid = (one: HTMLElement) => !!one.closest('[title]') || !!one.querySelector('[title]');

/** Whether words do not fit into their own element, and no title says them whole. */
function isCut(one: HTMLElement): boolean {
  if (isSaid(one)) return false;
  const style = getComputedStyle(one);
  if (style.display === 'inline') return false;
  const wide = one.scrollWidth > one.clientWidth + 1;
  const high = one.scrollHeight > one.clientHeight + 1 && style.overflowY !== 'visible';
  return (wide && style.overflowX !== 'auto' && style.overflowX !== 'scroll') || high;
}

const SCROLLS = ['auto', 'scroll'];

/** Whether a part of an element is where neither the window nor anything that scrolls shows it. */
function isOutside(one: HTMLElement): boolean {
  const box = one.getBoundingClientRect();
  // A way past the menu that shows itself once it has the focus.
  if (one.matches('a[href^="#"]') && (box.bottom <= 0 || box.right <= 0)) return false;
  let inner: HTMLElement = one;
  for (let at = one.parentElement; at; at = at.parentElement) {
    if (getComputedStyle(inner).position === 'fixed') break;
    const style = getComputedStyle(at);
    if (SCROLLS.includes(style.overflowX) || SCROLLS.includes(style.overflowY)) return false;
    const hides = at !== document.body && style.overflowX !== 'visible';
    if (hides && !isSaid(one) && beyond(box, at.getBoundingClientRect())) return true;
    inner = at;
  }
  const page = document.documentElement;
  const bottom = getComputedStyle(inner).position === 'fixed' ? page.clientHeight : Infinity;
  return beyond(box, { left: 0, top: -scrollY, right: page.clientWidth, bottom });
}

type Edges = Pick<DOMRect, 'left' | 'top' | 'right' | 'bottom'>;
const beyond = (box: Edges, room: Edges) =>
  box.left < room.left - 1 ||
  box.top < room.top - 1 ||
  box.right > room.right + 1 ||
  box.bottom > room.bottom + 1;

/** How a fault names an element. */
function named(one: HTMLElement): string {
  const tag = one.tagName.toLowerCase();
  const id = one.id ? `#${one.id}` : '';
  const words = (one.textContent || one.getAttribute('aria-label') || '').trim();
  return `<${tag}${id}> “${words.replace(/\s+/g, ' ').slice(0, 60)}”`;
}
