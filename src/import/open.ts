/** `openSource(path)`: the name of the file tells its format. */
import { stat } from 'node:fs/promises';
import { openCsv } from './csv.ts';
import { openJson } from './json.ts';
import { type Source, unreadable } from './source.ts';
import { assertUtf8 } from './utf8.ts';

/** @throws DomainError, before anything is imported, when the file as a whole cannot be read */
export async function openSource(path: string): Promise<Source> {
  const open = /\.csv$/i.test(path) ? openCsv : /\.json$/i.test(path) ? openJson : undefined;
  if (!open) throw unreadable(`The name of ${path} must end in .csv or .json, which tells its format.`);
  const file = await stat(path).catch(() => undefined);
  if (!file?.isFile()) throw unreadable(`There is no file ${path}.`);
  await assertUtf8(path);
  return open(path, file.size);
}
