/** Files that are read while the program runs: the build lays them beside the bundle, from source they are where they come from. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Defined by scripts/build.ts. */
declare const IS_BUNDLED: boolean | undefined;

const here = (path: string) => new URL(path, import.meta.url);
const installed = (path: string) => pathToFileURL(createRequire(import.meta.url).resolve(path));

/** By their place beside the bundle. What ends in a slash is a folder. */
export const assets = {
  'migrations/': () => here('../prisma/migrations/'),
  'schema_engine_bg.wasm': () =>
    new URL('schema_engine_bg.wasm', installed('@prisma/schema-engine-wasm/schema_engine_bg')),
  'page/swagger-ui/swagger-ui.css': () => installed('swagger-ui-dist/swagger-ui.css'),
  'page/swagger-ui/swagger-ui-bundle.js': () => installed('swagger-ui-dist/swagger-ui-bundle.js'),
} as const satisfies Readonly<Record<string, () => URL>>;

/** What reads SQLite in a process of its own: built like the program, and beside it. */
export const sqliteReader = () =>
  here(typeof IS_BUNDLED === 'undefined' ? 'db/snapshot/sqlite-reader.mjs' : 'sqlite-reader.js');

/** What the build makes of src/page. */
export const pageFolder = () => here(typeof IS_BUNDLED === 'undefined' ? '../dist/page/pipeline/' : 'page/pipeline/');

export function asset(place: keyof typeof assets): URL {
  return typeof IS_BUNDLED === 'undefined' ? assets[place]() : here(place);
}
