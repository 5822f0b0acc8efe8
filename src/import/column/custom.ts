/** What kind of custom field a column is: numbers, dates, a few words to choose from, or text. All of its cells must be so. */
import type { CustomFieldType } from '../../custom-field/definition.ts';
import type { DecimalMark } from './amount.ts';
import { recognizeAmounts } from './amount.ts';
import { type DateOptions, recognizeDates } from './date.ts';
import { asItIs, isNothing, type Reading } from './reading.ts';

export interface CustomOptions extends Pick<DateOptions, 'zone' | 'order'> {
  readonly mark: DecimalMark | undefined;
}

export interface CustomReading extends Reading {
  /** Undefined where the column is empty: then no field is made. */
  readonly type: CustomFieldType | undefined;
}

/** More distinct values are no list to choose from. */
const mostChoices = 100;
const longestChoice = 255;

/** A double holds so many digits; a code with a zero in front, or a telephone number, is none that one counts with. */
const countable = /^[^\d+]*(?!0\d)\d[\d.,'’\s]{0,18}\D*$/;

export function recognizeCustom(options: CustomOptions) {
  const numbers = recognizeAmounts({ decimals: 15, currency: undefined, mark: options.mark });
  const dates = recognizeDates({ ...options, as: 'moment', numbers: false });
  const days = recognizeDates({ ...options, as: 'day', numbers: false });
  const distinct = new Set<string>();
  let seen = 0;
  let areNumbers = true;
  let longest = 0;
  return {
    see(text: string) {
      if (isNothing(text)) return;
      seen += 1;
      longest = Math.max(longest, text.length);
      if (distinct.size <= mostChoices) distinct.add(text.trim());
      if (areNumbers) {
        areNumbers = countable.test(text.trim()) && isNumber(text);
        if (areNumbers) numbers.see(text);
      }
      dates.see(text);
      days.see(text);
    },
    settle(column: string): CustomReading {
      if (seen === 0) return { ...asItIs, label: 'empty', type: undefined };
      if (areNumbers) return { ...numbers.settle(column), type: 'number' };
      if (dates.seen.dates === seen) {
        const isMoment = dates.seen.times > 0;
        if (!isMoment) return { ...days.settle(column), type: 'date' };
        return { ...asMoment(dates.settle(column)), type: 'datetime' };
      }
      const fewWords = distinct.size <= mostChoices && longest <= longestChoice;
      return { ...asItIs, type: fewWords ? 'choices' : 'text' };
    },
  };
}

const eitherWay = (['.', ','] as const).map((mark) =>
  recognizeAmounts({ decimals: 15, currency: undefined, mark }).settle(''),
);

const isNumber = (text: string) => eitherWay.some(({ read }) => read(text) !== undefined);

/** A field of moments takes no bare day. */
export function asMoment({ label, read }: Reading): Reading {
  return {
    label,
    read: (text) => read(text)?.replace(/^(\d{4}-\d{2}-\d{2})$/, '$1T00:00:00Z'),
  };
}
