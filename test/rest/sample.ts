/** An organization full of awkward opportunities, asked over REST: what tests of lists and groups start from. */
import { afterAll, beforeAll } from 'vitest';
import type { TestDatabase } from '../describe-databases.ts';
import { createSamples, type Sample } from '../sample.ts';
import { openRest, type RestClient } from './client.ts';

export interface RestSample {
  readonly mine: Sample;
  readonly rest: RestClient;
}

/** Filled before the first test. */
export function useSample(opened: TestDatabase): RestSample {
  const sample = {} as { -readonly [Key in keyof RestSample]: RestSample[Key] };
  beforeAll(async () => {
    const { mine } = await createSamples(opened.database, 150);
    Object.assign(sample, { mine, rest: openRest(opened, () => mine.apiKey) });
  });
  afterAll(() => sample.rest.close());
  return sample;
}
