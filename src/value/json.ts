/** JSON that keeps amounts exact: a bigint is written as `{"$bigint":"…"}`. Equal values give equal text, in whatever order their keys stood. */
import { createHash } from 'node:crypto';

export function toJson(value: unknown): string {
  return JSON.stringify(value, replace) ?? 'null';
}

export function fromJson(text: string): unknown {
  return JSON.parse(text, revive);
}

/** A fingerprint of a value. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(toJson(value)).digest('hex');
}

function replace(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return { $bigint: value.toString() };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function revive(_key: string, value: unknown): unknown {
  const digits = (value as { $bigint?: unknown } | null)?.$bigint;
  return typeof digits === 'string' ? BigInt(digits) : value;
}
