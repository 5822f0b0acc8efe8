/** How a program for Node and its libraries are put into one file: those that are shipped, and what tests start again and again. */
import type { BuildOptions } from 'esbuild';
import { root } from './fingerprint.mjs';

export const bundled = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // As CommonJS each name of graphql's would be looked up behind a getter, every time: a twentieth of what a page costs.
  mainFields: ['module', 'main'],
  external: ['better-sqlite3', 'pg-native'],
  // CommonJS libraries ask for Node's modules by a function that ES modules do not have.
  banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
  legalComments: 'none',
  logLevel: 'warning',
} as const satisfies BuildOptions;
