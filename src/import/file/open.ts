/** `openSource`: the name of the file tells its format. */
import { stat } from 'node:fs/promises';
import { openCsv } from './csv.ts';
import { encodingOf } from './encoding.ts';
import { openJson } from './json.ts';
import { openNdjson } from './ndjson.ts';
import { type Source, unreadable } from './source.ts';
import { openXlsx } from './xlsx.ts';

export interface FileOptions {
  /** A file whose name ends in .csv, .tsv, .json, .ndjson or .xlsx. */
  readonly path: string;
  /** @default told from the file, where it can be */
  readonly encoding?: string | undefined;
  /** Whether the file was exported with formulas made harmless, which is undone then. @default false */
  readonly unescapeFormulas?: boolean;
}

/** @throws DomainError, before anything is imported, when the file as a whole cannot be read */
export async function openSource({ path, encoding: said, unescapeFormulas = false }: FileOptions): Promise<Source> {
  const ending = /\.(csv|tsv|txt|json|ndjson|jsonl|xlsx)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === undefined) {
    throw unreadable(`The name of ${path} must end in .csv, .tsv, .json, .ndjson or .xlsx, which tells its format.`);
  }
  const file = await stat(path).catch(() => undefined);
  if (!file?.isFile()) throw unreadable(`There is no file ${path}.`);
  const { size } = file;
  if (ending === 'xlsx') return openXlsx({ path, size });
  const encoding = await encodingOf(path, said);
  if (ending === 'json') return openJson({ path, size, encoding });
  if (ending === 'ndjson' || ending === 'jsonl') return openNdjson({ path, size, encoding });
  return openCsv({ path, size, encoding, unescapeFormulas });
}
