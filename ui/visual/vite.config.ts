/// <reference types="vitest/config" />
// The page that is photographed, built as the window is, and the run that photographs it.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import window from '../vite.config.ts';
import { folder } from './folder.ts';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [svelte()],
  clearScreen: false,
  build: {
    ...window.build,
    outDir: `${folder}/site`,
    emptyOutDir: true,
    reportCompressedSize: false,
  },
  test: {
    environment: 'node',
    include: ['*.test.ts'],
    // Two pages a processor: while one is drawn, the other is compared.
    maxConcurrency: 4,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
