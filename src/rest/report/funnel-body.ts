/** What a body asks of a funnel: which pipeline, which deals, whose, and in which span of time. */
import type { Caller } from '../../caller.ts';
import { invalid } from '../../value/input.ts';
import { bodyFieldsOf, bodySchema, nested, readWhole } from '../body-field.ts';
import type { Body } from '../field.ts';
import { among, anyText, many, orNull } from '../reader.ts';
import { type Distance, distance, earlier, givenRange, type Range, relativeRange } from './range.ts';

const types = ['active-stage-cohort', 'created-cohort'] as const;

interface Said {
  readonly pipeline: string;
  readonly type: (typeof types)[number];
  readonly reportWord?: Range | null;
  readonly reportRange?: Range | null;
  readonly cohortWord?: Range | null;
  readonly cohortRange?: Range | null;
  readonly comparedWord?: Range | null;
  readonly comparedDistance?: Distance | null;
  readonly comparedRange?: Range | null;
  readonly users?: readonly string[] | null;
  readonly query?: SavedSearch | null;
}

interface SavedSearch {
  readonly type: 'saved_search';
  readonly id: string;
}

const saved = bodyFieldsOf<SavedSearch>();
const savedSearch = nested<SavedSearch>(
  [
    saved('type', 'type', among(['saved_search']), 'Nothing else.'),
    saved('saved_search_id', 'id', anyText, 'Which one: of opportunities, or of their leads.'),
  ],
  ['type', 'saved_search_id'],
);

const field = bodyFieldsOf<Said>();

const fields = [
  field('pipeline', 'pipeline', anyText, 'Which pipeline, `pipe_…`.', { errorName: 'pipeline' }),
  field('type', 'type', among(types), '`created-cohort`: of deals made in a span of time; else of all.'),
  field('report_relative_range', 'reportWord', orNull(relativeRange), 'What happened when is told; all without it.'),
  field('report_datetime_range', 'reportRange', orNull(givenRange), 'The same, from a moment to another.'),
  field('cohort_relative_range', 'cohortWord', orNull(relativeRange), 'Of a `created-cohort`: when they were made.'),
  field('cohort_datetime_range', 'cohortRange', orNull(givenRange), 'The same, from a moment to another.'),
  field('compared_relative_range', 'comparedWord', orNull(relativeRange), 'In place of the relative range.'),
  field('compared_datetime_range', 'comparedDistance', orNull(distance), 'The range between moments, so much earlier.'),
  field('compared_custom_range', 'comparedRange', orNull(givenRange), 'In place of whichever range there is.'),
  field('users', 'users', orNull(many(anyText)), 'Whose: ids of users and of groups; all without it.'),
  field('query', 'query', orNull(savedSearch), 'Only what this saved search finds.'),
];

const required = ['pipeline', 'type'];

export const funnelBodySchema = bodySchema(fields, { required });

export interface FunnelAsked {
  readonly pipelineId: string;
  readonly savedSearchId: string | undefined;
  /** Undefined: everybody's, and nobody's. */
  readonly users: readonly string[] | undefined;
  readonly report: Range;
  /** When the deals were made. */
  readonly cohort: Range;
}

/** A comparison is asked for by itself, in place of what it is compared with. */
export function readFunnel(body: Body, caller: Caller): FunnelAsked {
  const said = readWhole<Said>(fields, required, body, caller);
  const ofCreated = said.type === 'created-cohort';
  const report = chosen('report', said.reportWord, said.reportRange);
  const cohort = ofCreated ? chosen('cohort', said.cohortWord, said.cohortRange) : undefined;
  if (ofCreated && cohort === undefined) {
    throw invalid('cohort_relative_range', 'This or cohort_datetime_range is required for a created-cohort.');
  }
  const compared = comparedOf(said, ofCreated ? 'cohort' : 'report', caller);
  return {
    pipelineId: said.pipeline,
    savedSearchId: said.query?.id,
    users: said.users?.length ? said.users : undefined,
    report: (ofCreated ? report : (compared ?? report)) ?? {},
    cohort: (ofCreated ? (compared ?? cohort) : undefined) ?? {},
  };
}

function chosen(name: 'report' | 'cohort', word: Range | null | undefined, range: Range | null | undefined) {
  if (!word || !range) return word ?? range ?? undefined;
  throw invalid(`${name}_datetime_range`, `Only one of this and ${name}_relative_range.`);
}

function comparedOf(said: Said, base: 'report' | 'cohort', caller: Caller): Range | undefined {
  const { comparedWord, comparedDistance, comparedRange } = said;
  const given = Object.entries({
    compared_relative_range: comparedWord,
    compared_datetime_range: comparedDistance,
    compared_custom_range: comparedRange,
  }).filter(([, value]) => value != null);
  const [first, second] = given.map(([name]) => name);
  if (second !== undefined) throw invalid(second, `Only one of this and ${first}.`);
  const range = said[`${base}Range`];
  if (comparedWord && !said[`${base}Word`]) {
    throw invalid('compared_relative_range', `It needs ${base}_relative_range, with which it is compared.`);
  }
  if (comparedDistance && !range) {
    throw invalid('compared_datetime_range', `It needs ${base}_datetime_range, with which it is compared.`);
  }
  return comparedDistance && range
    ? earlier(range, comparedDistance, caller)
    : (comparedWord ?? comparedRange ?? undefined);
}
