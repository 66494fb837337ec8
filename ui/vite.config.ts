/// <reference types="vitest/config" />
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  clearScreen: false,
  server: { port: 1420, strictPort: true, host: '127.0.0.1' },
  build: {
    target: 'es2022',
    // Where `light-dark()` is known: WebKitGTK of Debian 12, WebView2, macOS 14.5.
    cssTarget: ['chrome123', 'safari17.5'],
    sourcemap: false,
    chunkSizeWarningLimit: 2500,
  },
  test: {
    environment: 'jsdom',
    // axe walks whole screens, also on a machine that does other things.
    testTimeout: 30_000,
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/lib/testing/jsdom.ts'],
  },
});
