// A grid is one stop of Tab: what stands in its cells is reached from the cell by Enter or F2.

const reached = 'button, a[href], input, select, textarea';

/** Keeps whatever is drawn within out of the order of Tab, cells themselves apart. */
export function untabbed(grid: HTMLElement): () => void {
  const take = () =>
    grid.querySelectorAll<HTMLElement>(reached).forEach((one) => {
      if (one.tabIndex !== -1) one.tabIndex = -1;
    });
  take();
  const watcher = new MutationObserver(take);
  watcher.observe(grid, { childList: true, subtree: true });
  return () => watcher.disconnect();
}
