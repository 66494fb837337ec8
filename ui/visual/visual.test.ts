// Every scene in three sizes and two themes: nothing is cut, and it looks as its picture does.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Studio, studio } from './browser';
import { folder } from './folder';
import { difference, MAY_DIFFER, packed, reduced, unpacked, whole } from './picture';
import { scenes, type Size, sizes, type Theme, themes } from './scenes';

const PICTURES = resolve(import.meta.dirname, 'pictures');
const FOUND = join(folder, 'found');
const accepting = process.env.BANGIAO_ACCEPT === '1';
const HOW = 'If it should look so: cargo xtask visual --accept';

let shown: Studio;
beforeAll(async () => {
  rmSync(FOUND, { recursive: true, force: true });
  shown = await studio();
});
afterAll(() => shown?.close());

const named = ({ width, height }: Size) => `${width}x${height}`;
const fileOf = (scene: string, size: Size, theme: Theme) =>
  join(theme, named(size), `${scene}.png`);
const percent = (share: number) => `${(share * 100).toFixed(3)} %`;

function write(path: string, file: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, file);
}

/** What is wrong with the window as it looks now, or null; accepted if that was asked for. */
async function compare(page: Page, name: string): Promise<string | null> {
  const taken = unpacked(await page.screenshot({ animations: 'disabled', caret: 'hide' }));
  const now = reduced(taken);
  const path = join(PICTURES, name);
  const there = existsSync(path);
  const kept = there ? unpacked(readFileSync(path)) : now;
  const drawn = new Uint8Array(taken.data.length);
  const found = difference(kept, taken, now, drawn);
  if (there && found.square <= MAY_DIFFER) return null;
  if (accepting) {
    write(path, packed(now));
    return null;
  }
  const beside = join(FOUND, name.replace(/\.png$/, ''));
  write(`${beside}.actual.png`, whole(taken));
  if (!there) return `${name}: there is no picture of it yet, see ${beside}.actual.png. ${HOW}`;
  write(`${beside}.expected.png`, whole(kept));
  write(`${beside}.diff.png`, whole({ ...now, data: drawn }));
  return (
    `${name}: ${percent(found.whole)} of its pixels differ, ${percent(found.square)} ` +
    `in one place, see ${beside}.diff.png. ${HOW}`
  );
}

const cases = scenes.flatMap((scene) => sizes.map((size) => ({ ...scene, size })));

describe.concurrent.each(cases)('$name at $size.width × $size.height', ({ name, keys, size }) => {
  test('fits, and looks as its picture does', async () => {
    const problems: string[] = [];
    await shown.open(name, size, async (page) => {
      if (keys) {
        await page.keyboard.press(keys.press);
        await page.locator(keys.opens).waitFor();
      }
      for (const theme of themes) {
        await page.evaluate((theme) => window.seen.wear(theme), theme);
        const differs = await compare(page, fileOf(name, size, theme));
        if (differs) problems.push(differs);
      }
      // The smallest window also has to bear the largest letters.
      for (const zoom of size === sizes[0] ? ([100, 125, 150] as const) : ([100] as const)) {
        const faults = await page.evaluate(async (zoom) => {
          await window.seen.wear('light', zoom);
          return window.seen.faults();
        }, zoom);
        problems.push(...faults.map((one) => `${name} at ${named(size)}, ${zoom} %: ${one}`));
      }
    });
    if (problems.length > 0) throw new Error(problems.join('\n'));
  });
});

test('every picture is of something that there is', () => {
  const wanted = scenes.flatMap(({ name }) =>
    sizes.flatMap((size) => themes.map((theme) => fileOf(name, size, theme))),
  );
  const kept = existsSync(PICTURES)
    ? readdirSync(PICTURES, { recursive: true, encoding: 'utf8' }).filter((p) => p.endsWith('.png'))
    : [];
  const stray = kept.filter((path) => !wanted.includes(path));
  if (accepting) stray.forEach((path) => rmSync(join(PICTURES, path)));
  else expect(stray, `pictures of nothing: cargo xtask visual --accept removes them`).toEqual([]);
});

describe('what no picture shows by itself is found', () => {
  /** The faults of a window into which something was put. */
  async function faultsWith(html: string): Promise<string[]> {
    let found: string[] = [];
    await shown.open('home', sizes[0], async (page) => {
      await page.evaluate((html) => document.body.insertAdjacentHTML('beforeend', html), html);
      found = await page.evaluate(() => window.seen.faults());
    });
    return found.filter((one) => one.includes('Thử') || one.includes('sideways'));
  }
  const small = 'position:fixed;top:0;left:0;width:30px;overflow:hidden;white-space:nowrap';

  test('a button whose words are cut, unless a title says them', async () => {
    const button = (title: string) => `<button ${title} style="${small}">Thử rất dài</button>`;
    expect(await faultsWith(button(''))).toEqual(['<button> “Thử rất dài” is cut']);
    expect(await faultsWith(button('title="Thử rất dài"'))).toEqual([]);
  });
  test('a heading that lies outside the window', async () => {
    const heading = (right: number) =>
      `<h2 style="position:fixed;bottom:0;right:${right}px;margin:0">Thử</h2>`;
    expect(await faultsWith(heading(-10))).toEqual(['<h2> “Thử” lies outside the window']);
    expect(await faultsWith(heading(10))).toEqual([]);
  });
  test('a page that scrolls sideways', async () => {
    expect(await faultsWith('<div style="width:1200px;height:1px"></div>')).toEqual([
      'the page scrolls sideways: 1200 in 1092',
    ]);
  });
});
