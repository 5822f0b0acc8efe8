/** From a row of the answer to an object as Prisma gives it. */
import type { Shape } from './compile.ts';
import { decode } from './value.ts';

export type ShapedRow = Record<string, unknown>;

/** @param at the value in a column of the answer */
export function shaped({ columns, ones, lists }: Shape, at: (index: number) => unknown, isJson = false): ShapedRow {
  const row: ShapedRow = {};
  for (const { name, at: index, type } of columns) row[name] = decode(at(index), type, isJson);
  for (const { name, present, shape } of ones) row[name] = at(present) == null ? null : shaped(shape, at, isJson);
  for (const { name, at: index, shape } of lists) {
    row[name] = listOf(at(index)).map((values) => shaped(shape, (inner) => values[inner], true));
  }
  return row;
}

/** One driver parses JSON, the other one does not. */
function listOf(json: unknown): readonly (readonly unknown[])[] {
  return (typeof json === 'string' ? JSON.parse(json) : json) as readonly (readonly unknown[])[];
}
