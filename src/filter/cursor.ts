/**
 * Cursors carry the sort values of their row, so that they still point to the same place when the row is gone or others
 * have changed. Versioned, bound to the order they were made in, and checked value by value: nothing a caller sends
 * reaches SQL unless it has the type of the column it will be compared with.
 */

import { DomainError } from '../errors.ts';
import { isInt32 } from '../value/int32.ts';
import type { Field, FieldType } from './field.ts';
import type { CompiledOrder, Position } from './order.ts';

const version = 1;
/** Three names of 255 characters, four bytes each, in base64. */
const longest = 8000;

/** Orders with another key or direction have another signature. */
function signature({ keys }: CompiledOrder): string {
  const nameOf = ({ name, sortedBy }: Field) => (sortedBy === undefined ? name : `${name} by ${sortedBy}`);
  return keys.map(({ field, descending }) => `${descending ? '-' : ''}${nameOf(field)}`).join(',');
}

export function encodeCursor(order: CompiledOrder, position: Position): string {
  return Buffer.from(JSON.stringify([version, signature(order), ...position])).toString('base64url');
}

/** @throws INVALID_CURSOR */
export function decodeCursor(order: CompiledOrder, cursor: string): Position {
  const decoded = parse(cursor);
  const [givenVersion, givenSignature, ...position] = decoded;
  if (givenVersion !== version) throw invalid('is not one of ours');
  if (givenSignature !== signature(order)) throw invalid('belongs to another order');
  const fits =
    position.length === order.keys.length &&
    order.keys.every(({ field }, i) => fitsType(field.type, field.nullable, position[i]));
  if (!fits) throw invalid('is not one of ours');
  return position as Position;
}

function parse(cursor: string): readonly unknown[] {
  if (cursor.length > longest || !/^[A-Za-z0-9_-]+$/.test(cursor)) throw invalid('is not one of ours');
  try {
    const decoded: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(cursor, 'base64url')),
    );
    if (Array.isArray(decoded)) return decoded;
  } catch {
    // Falls to the one error below.
  }
  throw invalid('is not one of ours');
}

function fitsType(type: FieldType, nullable: boolean, value: unknown): boolean {
  if (value === null) return nullable;
  switch (type) {
    case 'money':
    case 'weighted':
      return typeof value === 'string' && /^-?\d{1,18}$/.test(value);
    case 'instant':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 8.64e15;
    case 'integer':
      return typeof value === 'number' && isInt32(value);
    case 'number':
      return typeof value === 'number';
    case 'id':
    case 'enum':
    case 'text':
    case 'date':
      return typeof value === 'string' && !value.includes('\0') && value.isWellFormed();
  }
}

function invalid(why: string): DomainError {
  return new DomainError(
    'INVALID_CURSOR',
    `The cursor ${why}. Use a cursor from a previous answer in the same order, or null to begin.`,
  );
}
