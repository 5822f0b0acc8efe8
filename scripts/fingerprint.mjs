/**
 * What is made of other files is made again only when one of them has changed. Plain JavaScript: `npm start` asks before it
 * runs anything, and where only the program's own dependencies are installed nothing would understand TypeScript.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Of names and contents, not of dates, which a checkout or a copy changes.
 * @param {readonly string[]} paths files, and folders, of which generated ones are passed over; seen from the project
 * @returns {string}
 */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesOf)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} stamp the file that holds the fingerprint of what the product was made of
 * @param {readonly string[]} paths
 */
export function isUpToDate(stamp, paths) {
  const file = join(root, stamp);
  return existsSync(file) && readFileSync(file, 'utf8') === fingerprint(paths);
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesOf(path) {
  const file = join(root, path);
  if (!statSync(file).isDirectory()) return [path];
  const names = readdirSync(file).filter((name) => name !== 'generated');
  return names.sort().flatMap((name) => filesOf(`${path}/${name}`));
}
