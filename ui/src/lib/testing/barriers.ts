// What on a screen shuts somebody out.
import axe from 'axe-core';

/**
 * The serious findings of axe. Contrast is measured in the real window, where there are colours.
 */
export async function barriers(): Promise<string[]> {
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => `${v.id}: ${v.nodes[0]?.html}`);
}
