/** The build: what it is made of and where it is, for those who make it, run it and test it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isUpToDate, root } from './fingerprint.mjs';

export const dist = 'dist';
export const program = join(root, dist, 'main.js');
export const stamp = 'dist/stamp.txt';
export const sources = [
  'src',
  'prisma',
  'scripts',
  'schema.graphql',
  'codegen.yml',
  'package.json',
  'package-lock.json',
];

let isBuilt = false;

/** Looks once in a process: sources do not change while tests run. @throws Error when it cannot be built */
export function buildIfChanged() {
  if (isBuilt || isUpToDate(stamp, sources)) {
    isBuilt = true;
    return;
  }
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], {
    ...{ cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  });
  if (status !== 0)
    throw new Error(
      'dist/ is older than its sources, and could not be built again. What builds it is installed by `npm ci`.',
    );
  isBuilt = true;
}
