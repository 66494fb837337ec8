// The type check itself: a version that quietly checks nothing would let every mistake through.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

function check(script: string): number | null {
  const folder = mkdtempSync(join(process.cwd(), '.typecheck-'));
  try {
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../tsconfig.json', include: ['./*.svelte'] }),
    );
    writeFileSync(
      join(folder, 'Wrong.svelte'),
      `<script lang="ts">${script}</script><p>{shown}</p>`,
    );
    return spawnSync(join(process.cwd(), 'node_modules/.bin/svelte-check'), [
      '--tsconfig',
      join(folder, 'tsconfig.json'),
      '--workspace',
      folder,
    ]).status;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a deliberate type error in a screen fails the check', () => {
  expect(check("const shown: number = 'chữ';")).not.toBe(0);
  expect(check("const shown: string = 'chữ';")).toBe(0);
}, 60_000);
