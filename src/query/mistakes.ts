/** What can be wrong with a comparison that reads well: errors that say where, and what would be right. */
import type { DomainError } from '../errors.ts';
import type { Span, Value } from '../search/syntax.ts';
import { syntaxError } from '../search/syntax-error.ts';
import { nearest } from '../value/text.ts';
import type { Reading } from './reading.ts';

type Source = Pick<Reading, 'source'>;

const textOf = ({ source }: Source, { start, end }: Span): string => source.slice(start, end);

/** A value of another type than the field's. */
export function badValue(value: Value, reading: Source, expected: string, suggestion?: string): DomainError {
  return syntaxError({ position: value.start, expected: [expected], found: textOf(reading, value), suggestion });
}

/** A value that is none of the few that there are. */
export function notAmong(value: Value, reading: Source, words: readonly string[]): DomainError {
  const suggestion = nearest(value.text, words);
  return syntaxError({ position: value.start, expected: words, found: textOf(reading, value), suggestion });
}

/** A comparison that the field does not know. */
export function badComparison(span: Span, reading: Source, problem: string, expected: readonly string[]): DomainError {
  return syntaxError({ position: span.start, expected, found: textOf(reading, span), problem });
}
