/** Random questions: filters, orders and groupings, with operands that the sample has and that it has not. */
import fc from 'fast-check';
import type { CustomFieldDefinition } from '../../src/custom-field/definition.ts';
import type { Filter, Operator } from '../../src/filter/filter.ts';
import type { Order } from '../../src/filter/order.ts';
import type { GroupBy } from '../../src/opportunity/groups/dimension.ts';
import type { Sample } from '../sample.ts';

const operator = fc.constantFrom<Operator>('eq', 'lt', 'lte', 'gt', 'gte');
const texts = [
  '%',
  '_',
  '\\',
  'straße',
  'STRASSE',
  'É',
  'e\u0301',
  'i',
  'İ',
  '🚀',
  "'",
  '"quoted"',
  '50%',
  'a_b',
  'ΟΔΟΣ',
  '',
];

const words = [
  ...[
    'o',
    'of',
    'b',
    'stra',
    'strass',
    'STRASSE',
    'söhne',
    'ISTAN',
    'stan',
    '100%',
    '100',
    '%',
    '_b',
    'man',
    'neil',
    "o'n",
    '☃',
  ],
  ...[
    'slash',
    'back\\',
    'é',
    'composed',
    'compo',
    '🚀',
    '🚀 l',
    'laun',
    'quoted',
    '"quoted"',
    'ada',
    'lovel',
    'ångs',
    'i',
    'οδο',
    'οδος',
  ],
  ...[
    'won',
    'open',
    'churn',
    'gone',
    'PLUS',
    'ünlim',
    'limited',
    '*',
    '?',
    '[',
    ']',
    '(',
    '.',
    '^',
    '$',
    'x*b',
    'nothing at all',
  ],
];

export function anyFilter(sample: Sample): fc.Arbitrary<Filter> {
  const row = fc.constantFrom(...sample.rows);
  const compare = (field: string, value: fc.Arbitrary<string | number | bigint>): fc.Arbitrary<Filter> =>
    fc.oneof(
      fc.record({ kind: fc.constant('compare' as const), field: fc.constant(field), operator, value }),
      fc.record({
        kind: fc.constant('in' as const),
        field: fc.constant(field),
        values: fc.array(value, { maxLength: 4 }),
      }),
    );
  const equals = (field: string, value: fc.Arbitrary<string>): fc.Arbitrary<Filter> =>
    fc.record({
      kind: fc.constant('in' as const),
      field: fc.constant(field),
      values: fc.array(value, { maxLength: 3 }),
    });
  const near = (amount: bigint | null) => fc.bigInt({ min: -2n, max: 2n }).map((by) => (amount ?? 0n) + by);
  const money = row.chain(({ value, confidence }) =>
    fc.oneof(near(value), near(((value ?? 0n) * BigInt(confidence)) / 100n)),
  );
  const text = fc.constantFrom(...texts);
  const contains = (field: string): fc.Arbitrary<Filter> =>
    fc.record({ kind: fc.constant('contains' as const), field: fc.constant(field), text });
  const custom = (id: string) => `custom.${id}`;

  const leaf = fc.oneof(
    compare('value', money),
    compare('annualized_value', money),
    compare('expected_value', money),
    compare('annualized_expected_value', money),
    compare('confidence', fc.constantFrom(0, 1, 33, 34, 50, 100)),
    compare(
      'date_created',
      row.map(({ dateCreated }) => dateCreated),
    ),
    compare(
      'date_updated',
      row.map(({ dateUpdated }) => dateUpdated),
    ),
    compare(
      'date_lost',
      row.map(({ dateLost, dateCreated }) => dateLost ?? dateCreated),
    ),
    compare(
      'date_won',
      row.map(({ dateWon }) => dateWon ?? '2026-01-01'),
    ),
    compare(custom(sample.seatsFieldId), fc.constantFrom(0, 0.5, 1, 1.5, 3)),
    equals(
      'id',
      row.map(({ id }) => id),
    ),
    equals(
      'lead_id',
      row.map(({ leadId }) => leadId),
    ),
    equals(
      'user_id',
      row.map(({ userId }) => userId ?? 'user_nobody'),
    ),
    equals(
      'status_id',
      row.map(({ statusId }) => statusId),
    ),
    equals(
      'pipeline_id',
      row.map(({ pipelineId }) => pipelineId),
    ),
    equals('status_label', fc.constantFrom('won', 'OPEN', 'Churned, gone', 'nothing')),
    equals('status_type', fc.constantFrom('active', 'won', 'lost')),
    equals('value_period', fc.constantFrom('one_time', 'monthly', 'annual')),
    equals(custom(sample.productFieldId), fc.constantFrom('basic', 'PLUS', 'ünlimited', 'none')),
    contains('note'),
    contains('lead_name'),
    contains('user_name'),
    contains(custom(sample.productFieldId)),
    fc
      .constantFrom(
        'user_id',
        'value',
        'note',
        'date_won',
        'date_lost',
        'lead_name',
        custom(sample.productFieldId),
        custom(sample.seatsFieldId),
      )
      .map((field): Filter => ({ kind: 'present', field })),
    fc.record({ kind: fc.constantFrom('word' as const, 'phrase' as const), text: fc.constantFrom(...words) }),
  );
  const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { arbitrary: leaf, weight: 4 },
      {
        arbitrary: fc.record({
          kind: fc.constantFrom('and' as const, 'or' as const),
          filters: fc.array(tie('filter'), { maxLength: 3 }),
        }),
        weight: 2,
      },
      { arbitrary: fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }), weight: 1 },
      { arbitrary: fc.constant<Filter>({ kind: 'every' }), weight: 1 },
    ),
  }));
  return filter;
}

const sortFields = [
  'date_created',
  'date_updated',
  'date_won',
  'date_lost',
  'value',
  'annualized_value',
  'expected_value',
];
const moreSortFields = [
  'annualized_expected_value',
  'confidence',
  'user_name',
  'lead_name',
  'status_label',
  'value_period',
];

export function anyOrder(sample: Sample): fc.Arbitrary<Order> {
  const custom = [`custom.${sample.productFieldId}`, `custom.${sample.seatsFieldId}`];
  const key = fc.record({
    field: fc.constantFrom(...sortFields, ...moreSortFields, ...custom),
    descending: fc.boolean(),
  });
  return fc.uniqueArray(key, { maxLength: 3, selector: ({ field }) => field });
}

export interface AnyGrouping {
  readonly by: (definitions: readonly CustomFieldDefinition[]) => readonly GroupBy[];
  readonly zone: string;
}

export function anyGrouping(): fc.Arbitrary<AnyGrouping> {
  const entity = fc
    .constantFrom('user_id', 'lead_id', 'status_id', 'pipeline_id')
    .map((field) => ({ kind: 'entity', field }) as GroupBy);
  const word = fc.constantFrom('status_type', 'value_period').map((field) => ({ kind: 'word', field }) as GroupBy);
  const date = fc.record({
    kind: fc.constant('date' as const),
    field: fc.constantFrom('date_won', 'date_created', 'date_updated', 'date_lost'),
    granularity: fc.constantFrom('day', 'week', 'month', 'quarter', 'year'),
    weekStart: fc.constantFrom(1, 6, 7),
  }) as fc.Arbitrary<GroupBy>;
  const custom = fc.constant('product' as const);
  const keys = fc.uniqueArray(fc.oneof(entity, word, date, custom), {
    minLength: 1,
    maxLength: 3,
    selector: (key) => (key === 'product' ? key : key.kind === 'custom' ? key.definition.id : key.field),
  });
  const zone = fc.constantFrom(
    'UTC',
    '+05:30',
    '-11:00',
    'America/New_York',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Asia/Kathmandu',
  );
  return fc.record({
    zone,
    by: keys.map(
      (chosen) => (definitions) =>
        chosen.map((key): GroupBy => {
          if (key !== 'product') return key;
          const definition = definitions.find(({ type }) => type === 'choices');
          if (!definition) throw new Error('the sample has no choices');
          return { kind: 'custom', definition };
        }),
    ),
  });
}
