/** PostGraphile in a folder of its own: a peer to be measured is no dependency of ours. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const source = fileURLToPath(new URL('.', import.meta.url));
const folder = fileURLToPath(
  new URL('../../../node_modules/.cache/opportunity-gateway-bench/postgraphile/', import.meta.url),
);

/** @returns its folder; undefined where it is not installed and may not be. @throws when it cannot be */
export async function installPostgraphile(mayDownload: boolean): Promise<string | undefined> {
  await mkdir(folder, { recursive: true });
  const [wanted, present] = await Promise.all([source, folder].map(readManifest));
  const isInstalled =
    wanted === present && (await readManifest(join(folder, 'node_modules', 'postgraphile'))) !== undefined;
  if (!isInstalled) {
    if (!mayDownload) return undefined;
    const arguments_ = [
      'install',
      '--no-audit',
      '--no-fund',
      '--no-package-lock',
      '--ignore-scripts',
      '--prefix',
      folder,
    ];
    await copyFile(join(source, 'package.json'), join(folder, 'package.json'));
    await promisify(execFile)('npm', arguments_, { cwd: folder, timeout: 600_000 });
  }
  for (const name of ['graphile.config.mjs', 'with-resolvers.cjs'])
    await copyFile(join(source, name), join(folder, name));
  return folder;
}

const readManifest = (of: string) => readFile(join(of, 'package.json'), 'utf8').catch(() => undefined);
