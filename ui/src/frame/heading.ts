// Where reading begins after a screen was opened: its heading gets the focus.

function focusOn(main: HTMLElement): boolean {
  const heading = main.querySelector('h1');
  if (!heading) return false;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  return true;
}

/**
 * Goes to the top of a screen and gives its heading the focus, as soon as there is one, unless the
 * screen or the person has put the focus elsewhere meanwhile. Returns how to stop waiting.
 */
export function beginAtHeading(main: HTMLElement): () => void {
  main.scrollTop = 0;
  const before = document.activeElement;
  const moved = () => {
    const now = document.activeElement;
    return now !== before && now !== document.body && now !== null;
  };
  const inside = before !== main && main.contains(before);
  if (inside || focusOn(main)) return () => {};
  const seen = new MutationObserver(() => {
    if (moved() || focusOn(main)) seen.disconnect();
  });
  seen.observe(main, { childList: true, subtree: true });
  return () => seen.disconnect();
}
