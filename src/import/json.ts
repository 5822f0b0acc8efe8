/**
 * JSON: an array of opportunities as the REST API gives them, or its list answer `{"data": [...]}`. Amounts are in minor
 * units, and an opportunity's `id` is its external id unless it has another.
 *
 * Read whole, because a JSON text has no place to start from in the middle; larger files are better written as CSV.
 */
import { readFile } from 'node:fs/promises';
import { isColumn } from './column.ts';
import type { Problem } from './problem.ts';
import { type Source, type SourceRow, unreadable } from './source.ts';

const largestFile = 100_000_000;

export async function openJson(path: string, size: number): Promise<Source> {
  if (size > largestFile) {
    throw unreadable(`${path} has ${size} bytes; JSON may have ${largestFile}. CSV may be of any size.`);
  }
  const items = itemsOf(path, parseJson(path, await readFile(path, 'utf8')));
  const ignored = new Set<string>();
  let read = 0;
  async function* rows() {
    for (const item of items) yield readItem(item, ++read, ignored);
  }
  return { rows: rows(), amounts: 'minor', progress: () => read / Math.max(1, items.length), ignored };
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw unreadable(`${path} is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
}

function itemsOf(path: string, parsed: unknown): readonly unknown[] {
  const list = isObject(parsed) ? parsed.data : parsed;
  if (Array.isArray(list)) return list;
  throw unreadable(`${path} must hold an array of opportunities, or an object with such an array as "data".`);
}

function readItem(item: unknown, number: number, ignored: Set<string>): SourceRow | Problem {
  const place = { unit: 'item', first: number, last: number } as const;
  if (!isObject(item)) return { place, field: null, reason: 'not an object' };
  const named = { ...item, external_id: item.external_id ?? item.id };
  const cells = Object.entries(named).filter(([name]) => isColumn(name));
  for (const name of Object.keys(item)) if (!isColumn(name) && name !== 'id') ignored.add(name);
  return { place, cells: Object.fromEntries(cells) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
