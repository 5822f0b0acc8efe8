/** Percentages: `75`, `75%`, `0.75`. Whether numbers up to one are parts of one or of a hundred is told by the column. */
import { isNothing, type Recognizer, unclear } from './reading.ts';

export type PercentForm = 'whole' | 'fraction';

const percentPattern = /^([+-]?\d+(?:[.,]\d+)?)\s*(%?)$/;

function numberOf(text: string): { readonly number: number; readonly hasSign: boolean } | undefined {
  const [, digits, sign] = percentPattern.exec(text.trim()) ?? [];
  return digits === undefined ? undefined : { number: Number(digits.replace(',', '.')), hasSign: sign === '%' };
}

/** @param usual what is meant where all are 0 or 1; people are asked without it */
export function recognizePercentages(said: PercentForm | undefined, usual: PercentForm | undefined): Recognizer {
  let beyondOne = false;
  let withinOne = false;
  let ones = false;
  const reading = (form: PercentForm) => ({
    label: form === 'whole' ? 'percent' : 'parts of one',
    read(text: string) {
      const found = numberOf(text);
      if (!found) return undefined;
      // A likelihood is kept as a whole number of percent; 12.5 is as good as 13.
      return String(Math.round(found.number * (form === 'fraction' && !found.hasSign ? 100 : 1)));
    },
  });
  return {
    see(text) {
      const found = isNothing(text) ? undefined : numberOf(text);
      if (!found || found.hasSign) return;
      if (Math.abs(found.number) > 1) beyondOne = true;
      else if (!Number.isInteger(found.number)) withinOne = true;
      else if (found.number === 1) ones = true;
    },
    settle(column) {
      if (said !== undefined) return reading(said);
      if (beyondOne || (!withinOne && !ones)) return reading('whole');
      if (withinOne) return reading('fraction');
      if (usual !== undefined) return reading(usual);
      throw unclear(
        column,
        'All are 0 or 1, and 1 may be one percent or certain. Say --percentages whole or --percentages fraction.',
      );
    },
  };
}
