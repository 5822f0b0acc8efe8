/** A folder's files, replaced while others may be reading them: each is whole at any moment, and what is old goes last. */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** In the order in which they are to appear, seen from the folder. */
export type Files = readonly (readonly [place: string, content: string | Uint8Array])[];

export function replaceFolder(folder: string, files: Files): void {
  for (const [place, content] of files) {
    const file = join(folder, place);
    const unfinished = `${file}.${process.pid}.unfinished`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(unfinished, content);
    renameSync(unfinished, file);
  }
  const wanted = new Set(files.map(([place]) => join(folder, place)));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    // What another build is about to finish is not old.
    const isOld = entry.isFile() && !wanted.has(file) && !file.endsWith('.unfinished');
    if (isOld) rmSync(file, { force: true });
  }
}
