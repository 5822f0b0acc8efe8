/** What a cell may hold, as Zod schemas whose messages tell what was found and what would be right. */
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { exponentOf, formatMoney, maximumValue, readMajor } from '../value/money.ts';
import { assertText } from '../value/text.ts';

const notThat = (expected: string) => ({
  error: ({ input }: { input?: unknown }) => (input == null ? 'missing' : `${shown(input)} is not ${expected}`),
});

const shown = (input: unknown) => JSON.stringify(typeof input === 'string' ? input.slice(0, 60) : input);

/** What `parse` makes of a text. It gives undefined for a text that is not what was expected, or throws what is wrong. */
export function parsed<T>(parse: (text: string) => T | undefined, expected: string) {
  return z.string(notThat(expected)).transform((text, context): T => {
    const refuse = (message: string) => {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    };
    try {
      return parse(text) ?? refuse(`${shown(text)} is not ${expected}`);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return refuse(error.message);
    }
  });
}

/**
 * Names, labels and ids. As long as an index entry of PostgreSQL holds in any script. Composed, so that two files that
 * write é in two ways name one lead.
 */
export const label = parsed((text) => assertText(text.normalize('NFC'), 255), 'text');

export const fullText = parsed((text) => assertText(text), 'text');

export const word = <T extends string>(words: readonly T[]) =>
  parsed((text) => words.find((known) => known === text), `one of ${words.join(', ')}`);

const zeroToHundred = 'a whole number from 0 to 100';

/** CSV has it as text, JSON as a number. */
export const percentage = z.union(
  [
    z.int().min(0, notThat(zeroToHundred)).max(100, notThat(zeroToHundred)),
    z
      .string()
      .regex(/^(100|\d{1,2})$/)
      .transform(Number),
  ],
  notThat(zeroToHundred),
);

/** Are amounts typed by people (major units, `1234.5`) or written by programs (integers, minor units)? */
export type Amounts = 'major' | 'minor';

/** Amounts in minor units, whatever the file has. */
export function amount(amounts: Amounts, currency: string): z.ZodType<bigint> {
  const decimals = exponentOf(currency);
  const major = `an amount in ${currency}: digits with at most ${decimals} decimals, such as 1234${decimals ? '.5' : ''}`;
  const typed = {
    major: parsed((text) => majorAmount(text, currency), major),
    minor: z.int(notThat(`an amount in minor units of ${currency}, a whole number`)).transform(BigInt),
  }[amounts];
  const limit = formatMoney(maximumValue, currency);
  return typed.refine((minor) => minor <= maximumValue && minor >= -maximumValue, {
    error: `beyond ${limit}, the largest amount`,
  });
}

function majorAmount(text: string, currency: string): bigint | undefined {
  const amount = readMajor(text, currency);
  if (typeof amount === 'bigint') return amount;
  if (amount !== 'ambiguous') return undefined;
  const readings = `${text.replace('.', '')} and as ${Number(text)}`;
  throw new DomainError('INVALID_INPUT', `${shown(text)} can be read as ${readings}: write one of these`);
}
