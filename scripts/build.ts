/**
 * `npm run build`: the program and what it needs, in dist/.
 *
 * All libraries go into the bundle except SQLite, which is compiled for one machine: that is all an installation has to
 * bring. What is imported when it is wanted (GraphiQL, the words of the demo, the importer, Prisma's compiler for the other
 * database) stands in files of its own.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import '../prisma/generate.ts';
import { assets } from '../src/assets.ts';
import { buildPage } from './build-page.ts';
import { bundled } from './bundled.ts';
import { dist, sources, stamp } from './dist.mjs';
import { fingerprint, root } from './fingerprint.mjs';
import { licensesOf } from './licenses.ts';
import { type Files, replaceFolder } from './replace-folder.ts';

// Taken before they are read: what changes meanwhile is built again.
const madeOf = fingerprint(sources);

const { outputFiles, metafile } = await build({
  ...bundled,
  // Both are started by Node.
  entryPoints: { main: 'src/main.ts', 'sqlite-reader': 'src/db/snapshot/sqlite-reader.mjs' },
  outdir: dist,
  splitting: true,
  define: { IS_BUNDLED: 'true' },
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  write: false,
});

const page = await buildPage();
const inputs = Object.keys(metafile.inputs).map((file) => join(root, file));
const copied = Object.values(assets).map((source) => fileURLToPath(source()));

replaceFolder(join(root, dist), [
  ...Object.entries(assets).flatMap(([place, source]) => filesAt(source(), place)),
  ['LICENSES.txt', licensesOf([...inputs, ...copied, ...page.madeOf])],
  ...page.files.map(([name, contents]) => [`page/pipeline/${name}`, contents] as const),
  // The entry comes last: who starts it meanwhile finds the old one, or a new one that is complete.
  ...outputFiles
    .map(({ path, contents }) => [relative(join(root, dist), path), contents] as const)
    .sort(([a], [b]) => Number(a === 'main.js') - Number(b === 'main.js')),
  [relative(dist, stamp), madeOf],
]);

function filesAt(source: URL, place: string): Files {
  if (!place.endsWith('/')) return [[place, readFileSync(source)]];
  return readdirSync(source, { withFileTypes: true }).flatMap((entry) => {
    const name = entry.isDirectory() ? `${entry.name}/` : entry.name;
    return filesAt(new URL(name, source), `${place}${name}`);
  });
}
