// Debian's Chromium on the built page, always in the same place and at the same moment.
import { resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { preview } from 'vite';
import type { Size } from './scenes';

const SWITCHES = [
  // A build machine is root without namespaces of its own, and has a small /dev/shm.
  '--no-sandbox',
  '--disable-dev-shm-usage',
  // Drawn by the processor and the same on every machine.
  '--disable-gpu',
  '--font-render-hinting=none',
  '--disable-lcd-text',
  '--force-color-profile=srgb',
  '--force-device-scale-factor=1',
  '--hide-scrollbars',
];

/** The day of the sample. */
const NOW = new Date('2026-11-09T08:00:00+07:00');

export type Studio = {
  /** Opens a scene in a window of one size, for as long as `use` takes. */
  open: (scene: string, size: Size, use: (page: Page) => Promise<void>) => Promise<void>;
  close: () => Promise<void>;
};

/** Serves the built page and starts one browser. */
export async function studio(): Promise<Studio> {
  const configFile = resolve(import.meta.dirname, 'vite.config.ts');
  const server = await preview({ configFile, preview: { port: 0, host: '127.0.0.1' } });
  const [address] = server.resolvedUrls?.local ?? [];
  if (!address) throw new Error('the page is not served');
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: SWITCHES,
    env: { ...process.env, FONTCONFIG_FILE: resolve(import.meta.dirname, 'fonts.conf') },
  });
  // Windows that are free: the program is read once, and begins anew for every scene.
  const free: Page[] = [];
  return {
    async open(scene, size, use) {
      const page = free.pop() ?? (await fresh(browser));
      await page.setViewportSize(size);
      await page.goto(address);
      await page.waitForFunction(() => 'seen' in window);
      await page.evaluate((name) => window.seen.show(name), scene);
      await use(page);
      free.push(page);
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

async function fresh(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    reducedMotion: 'reduce',
  });
  await context.addInitScript(() => localStorage.clear());
  const page = await context.newPage();
  await page.clock.setFixedTime(NOW);
  return page;
}
