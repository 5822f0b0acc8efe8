/** What the libraries in the build ask of whoever hands them on: their notices. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param files of which those of the project itself are passed over */
export function licensesOf(files: readonly string[]): string {
  const folders = files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? '');
  const unique = [...new Set(folders)].filter((folder) => folder !== '').sort();
  return unique.map(noticeOf).join(`\n${'-'.repeat(80)}\n\n`);
}

function noticeOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8') : '';
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}
