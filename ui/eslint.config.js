import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Only `lib/ipc` talks to the shell. */
const shell = { group: ['@tauri-apps/*'], message: 'Only lib/ipc talks to the shell.' };
/** What several features need is in `lib`. */
const otherFeature = {
  regex: String.raw`^\.\./(?!\.\./)|/features/`,
  message: 'Features use lib, never each other.',
};
/** What is used knows nothing of who uses it. */
const aboveLib = {
  regex: String.raw`(^|/)(features|frame)/|/App\.svelte$`,
  message: 'lib uses no feature.',
};
/** One set of icons, chosen in one place. */
const icons = { group: ['@lucide/*'], message: 'Icons come from lib/icons.' };
const without = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'src/lib/ipc/bindings.ts'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      // TypeScript itself knows every name.
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  { files: ['src/**'], rules: without(shell, icons) },
  { files: ['src/features/**'], rules: without(shell, icons, otherFeature) },
  { files: ['src/lib/**'], rules: without(shell, icons, aboveLib) },
  { files: ['src/lib/icons.ts'], rules: without(shell, aboveLib) },
  { files: ['src/lib/ipc/**'], rules: without(icons, aboveLib) },
);
