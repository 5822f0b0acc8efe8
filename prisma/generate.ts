/**
 * `npm run generate`: both Prisma clients, the Kysely table types and the Pothos types, from `schema.prisma`.
 *
 * `prisma generate` never runs the schema engine, but the CLI downloads it first unless told where one is; any existing
 * executable will do, so we name Node itself. Skipped when nothing changed, so that a second start is quick.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { datamodel } from './datamodel.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const generated = path('../src/db/generated');
const stamp = `${generated}/stamp.txt`;
const lockfile = readFileSync(path('../package-lock.json'), 'utf8');
const generator = readFileSync(path('./models-generator.ts'), 'utf8');
const fingerprint = createHash('sha256')
  .update(datamodel('postgresql'))
  .update(generator)
  .update(lockfile)
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== fingerprint) {
  rmSync(generated, { recursive: true, force: true });
  mkdirSync(path('./generated'), { recursive: true });
  writeFileSync(path('./generated/sqlite.prisma'), datamodel('sqlite'));
  for (const schema of ['./schema.prisma', './generated/sqlite.prisma']) runPrisma(path(schema));
  writeFileSync(stamp, fingerprint);
}

function runPrisma(schema: string) {
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' };
  // Its notices are of no use to whoever starts the gateway; when it fails, what it said is in the error.
  execFileSync(process.execPath, [cli, 'generate', '--no-hints', '--schema', schema], {
    env,
    cwd: path('..'),
    stdio: 'pipe',
  });
}
