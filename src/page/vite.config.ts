/** How scripts/build.ts makes the page. `npx vite src/page` serves it while one works on it, before a gateway on port 4000. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const gateway = 'http://127.0.0.1:4000';

export default defineConfig(({ command }) => ({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: command === 'build' ? '/page/' : '/',
  publicDir: false,
  // The policy of the page allows no styles or scripts in it, and no data for them.
  build: { write: false, assetsDir: '', assetsInlineLimit: 0, modulePreload: { polyfill: false }, target: 'es2022' },
  server: { proxy: { '/graphql': { target: gateway, ws: true }, '/export': gateway } },
}));
