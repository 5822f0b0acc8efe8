/**
 * `npm run generate`: both Prisma clients, the Kysely table types and the Pothos types, from `schema.prisma`.
 *
 * `prisma generate` never runs the schema engine, but the CLI downloads it first unless told where one is; any existing
 * executable will do, so we name Node itself. Skipped when nothing changed, so that a second build is quick.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fingerprint, isUpToDate, root } from '../scripts/fingerprint.mjs';
import { datamodel } from './datamodel.ts';

const generated = 'src/db/generated';
const stamp = `${generated}/stamp.txt`;
const sources = [
  'prisma/schema.prisma',
  'prisma/datamodel.ts',
  'prisma/models-generator.ts',
  'prisma/generate.ts',
  'package-lock.json',
];

if (!isUpToDate(stamp, sources)) {
  rmSync(join(root, generated), { recursive: true, force: true });
  mkdirSync(join(root, 'prisma/generated'), { recursive: true });
  writeFileSync(join(root, 'prisma/generated/sqlite.prisma'), datamodel('sqlite'));
  for (const schema of ['prisma/schema.prisma', 'prisma/generated/sqlite.prisma']) runPrisma(schema);
  writeFileSync(join(root, stamp), fingerprint(sources));
}

function runPrisma(schema: string) {
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
  const env = {
    ...process.env,
    // It calls the generators by name, which works by itself only for what npm has started.
    PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  };
  // Its notices are of no use to whoever starts the gateway; when it fails, what it said is in the error.
  execFileSync(process.execPath, [cli, 'generate', '--no-hints', '--schema', schema], {
    env,
    cwd: root,
    stdio: 'pipe',
  });
}
