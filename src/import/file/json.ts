/**
 * JSON: an array of objects, as the REST API gives opportunities, or its list answer `{"data": [...]}`. Read whole, because a
 * JSON text has no place to start from in the middle; larger files are better written as NDJSON or CSV.
 */
import { readFile } from 'node:fs/promises';
import type { Place, Problem } from './problem.ts';
import { type Source, type SourceRow, unreadable } from './source.ts';

const largestFile = 100_000_000;

export interface ObjectsFile {
  readonly path: string;
  readonly size: number;
  readonly encoding: string;
}

export async function openJson({ path, size, encoding }: ObjectsFile): Promise<Source> {
  if (size > largestFile) {
    throw unreadable(`${path} has ${size} bytes; JSON may have ${largestFile}. NDJSON and CSV may be of any size.`);
  }
  const items = itemsOf(path, parseJson(path, new TextDecoder(encoding).decode(await readFile(path))));
  let read = 0;
  async function* rows() {
    for (const item of items) yield readItem(item, ++read);
  }
  return {
    ...{ columns: columnsOf(items), kind: 'objects', rows: rows() },
    progress: () => read / Math.max(1, items.length),
  };
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(`${path} is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
}

function itemsOf(path: string, parsed: unknown): readonly unknown[] {
  const list = isObject(parsed) ? parsed.data : parsed;
  if (Array.isArray(list)) return list;
  throw unreadable(`${path} must hold an array of opportunities, or an object with such an array as "data".`);
}

export function columnsOf(items: Iterable<unknown>): readonly string[] {
  const names = new Set<string>();
  for (const item of items) if (isObject(item)) for (const name of Object.keys(item)) names.add(name);
  return [...names];
}

export function readItem(item: unknown, number: number, unit: Place['unit'] = 'item'): SourceRow | Problem {
  const place = { unit, first: number, last: number };
  return isObject(item) ? { place, cells: item } : { place, field: null, reason: 'not an object' };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
