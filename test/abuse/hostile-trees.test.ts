/** Trees at random, near to what is right: each is answered or refused, and none is a fault of ours. HOSTILE_REQUESTS sets how many. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeDatabases, providers } from '../describe-databases.ts';
import { useOffice } from '../rest/office.ts';

const runs = Math.ceil(Number(process.env.HOSTILE_REQUESTS ?? 600) / providers.length);

const objects = [
  'lead',
  'contact',
  'opportunity',
  'task',
  'contact_email',
  'activity.note',
  'activity.call',
  'task.lead',
  'x',
];
const names = [
  ...[
    'id',
    'name',
    'display_name',
    'email',
    'value',
    'confidence',
    'date_created',
    'date_won',
    'status_id',
    'status_type',
  ],
  ...[
    'num_contacts',
    'num_opportunities',
    'is_complete',
    'due_date',
    'due_at',
    'note',
    'user_id',
    'lead_id',
    'priority',
    'toString',
  ],
];

const word = fc.oneof(
  fc.constantFrom('acme', 'won', 'high', '2026-01-01', '2026-01-01T00:00:00Z', '', '%', '\u0000', '\ud800'),
  fc.string(),
);
const odd = fc.constantFrom<unknown>(null, true, 5, -1.5, 1e300, 'x', [], {}, [null]);
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 1e15, 1e300, -1e300, 0.5));

const { query } = fc.letrec<{ moment: unknown; condition: unknown; query: unknown }>((tie) => ({
  moment: fc.oneof(
    { depthSize: 'small' },
    fc.constant({ type: 'now' }),
    fc.record({
      type: fc.constantFrom('fixed_local_date', 'fixed_utc'),
      value: word,
      which: fc.constantFrom('start', 'end'),
    }),
    fc.record({
      type: fc.constant('start_end_of_predefined_relative_range'),
      range: fc.constantFrom('today', 'this-week', 'last-year', 'next-quarter', 'yesterday', 'never'),
      which: fc.constantFrom('start', 'end'),
    }),
    fc.record(
      {
        ...{ type: fc.constant('offset'), direction: fc.constantFrom('past', 'future'), moment: tie('moment') },
        offset: fc.dictionary(fc.constantFrom('years', 'months', 'days', 'hours', 'x'), number),
        which_day_end: fc.constantFrom('start', 'end', null),
      },
      { requiredKeys: ['type', 'direction', 'offset'] },
    ),
    odd,
  ),
  condition: fc.oneof(
    fc.record({
      type: fc.constant('text'),
      mode: fc.constantFrom('full_words', 'phrase', 'exact_value', 'x'),
      value: word,
    }),
    fc.record({ type: fc.constant('term'), values: fc.array(word, { maxLength: 3 }) }),
    fc.record({ type: fc.constant('reference'), object_ids: fc.array(word, { maxLength: 3 }) }),
    fc.record({ type: fc.constantFrom('exists', 'current_user') }),
    fc.record({ type: fc.constant('boolean'), value: fc.oneof(fc.boolean(), odd) }),
    fc.record({ type: fc.constant('number_range'), gte: number, lt: number }, { requiredKeys: ['type'] }),
    fc.record(
      { type: fc.constant('moment_range'), on_or_after: tie('moment'), before: tie('moment') },
      { requiredKeys: ['type'] },
    ),
    odd,
  ),
  query: fc.oneof(
    { depthSize: 'medium' },
    fc.record({ type: fc.constant('object_type'), object_type: fc.constantFrom(...objects) }),
    fc.record({ type: fc.constantFrom('match_all', 'x') }),
    fc.record({ type: fc.constantFrom('text', 'id'), value: word, mode: fc.constantFrom('phrase', 'full_words') }),
    fc.record({
      ...{ type: fc.constant('field_condition'), negate: fc.boolean(), condition: tie('condition') },
      field: fc.oneof(
        fc.record({
          type: fc.constant('regular_field'),
          object_type: fc.constantFrom(...objects),
          field_name: fc.constantFrom(...names),
        }),
        fc.record({ type: fc.constant('regular_field'), field_name: fc.constantFrom(...names) }),
        fc.record({ type: fc.constant('custom_field'), custom_field_id: word }),
      ),
    }),
    fc.record({
      type: fc.constantFrom('and', 'or'),
      queries: fc.array(tie('query'), { maxLength: 4 }),
      negate: fc.boolean(),
    }),
    fc.record({
      type: fc.constant('has_related'),
      related_object_type: fc.constantFrom(...objects),
      related_query: tie('query'),
    }),
    fc.record({ type: fc.constant('saved_search'), saved_search_id: word }),
    odd,
  ),
}));

const body = fc
  .record({
    object: fc.constantFrom('lead', 'contact', 'opportunity', 'task'),
    queries: fc.array(query, { maxLength: 3 }),
    field: fc.constantFrom(...names),
    direction: fc.constantFrom('asc', 'desc', 'up'),
    sorted: fc.boolean(),
    limit: fc.constantFrom<unknown>(undefined, 1, 200, 0, 'x'),
    cursor: fc.oneof(fc.constant(undefined), word),
  })
  .map(({ object, queries, field, direction, sorted, limit, cursor }) => ({
    query: { type: 'and', queries: [{ type: 'object_type', object_type: object }, ...queries] },
    ...(sorted && { sort: [{ direction, field: { type: 'regular_field', field_name: field } }] }),
    ...{ _limit: limit, cursor, include_counts: true, _fields: { [object]: ['id', 'name', '_all'] } },
  }));

describeDatabases('hostile trees', (opened) => {
  const office = useOffice(opened);

  test(
    `${runs} of them do no harm`,
    async () => {
      const counts = new Map<number, number>();
      const property = fc.asyncProperty(body, async (sent) => {
        const { status, text } = await office.rest.post('/data/search/', sent);
        counts.set(status, (counts.get(status) ?? 0) + 1);
        expect([status, text]).toEqual([expect.toSatisfy((code) => [200, 400].includes(code)), text]);
      });
      await fc.assert(property, { numRuns: runs, endOnFailure: true });
      // Trees that are all refused would prove little.
      expect(counts.get(200)).toBeGreaterThan(runs / 20);
    },
    60_000 + runs * 60,
  );
});
