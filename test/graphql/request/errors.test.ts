/** What an error of a question tells: its code, and the place in the arguments where something is wrong. */
import { beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { failures, openDesk } from '../desk.ts';

describeDatabases('errors', (opened) => {
  const desk = openDesk(opened);
  let tags: string;
  let seats: string;

  beforeAll(async () => {
    const { data } = await desk.gateway.askText(`mutation {
      tags: createCustomField(input: { name: "Tags", type: CHOICES, choices: ["a"], acceptsMultipleValues: true, objectTypes: [OPPORTUNITY] }) { customField { id } }
      seats: createCustomField(input: { name: "Seats", type: NUMBER, objectTypes: [OPPORTUNITY] }) { customField { id } } }`);
    tags = data.tags.customField.id;
    seats = data.seats.customField.id;
  });

  const foreignCursor = Buffer.from('[7]').toString('base64url');
  const wrong: [failure: string, field: string, args: () => string][] = [
    ['INVALID_CURSOR after', 'opportunities', () => `after: "${foreignCursor}"`],
    ['INVALID_CURSOR before', 'opportunities', () => 'before: "?"'],
    ['INVALID_CURSOR after', 'leads', () => 'after: "?"'],
    ['INVALID_CURSOR before', 'statusChanges', () => 'before: "?"'],
    ['INVALID_PAGE last', 'opportunities', () => 'first: 1, last: 1'],
    ['INVALID_PAGE last', 'leads', () => 'last: 201'],
    ['INVALID_ORDER orderBy.1', 'opportunities', () => 'orderBy: [{ field: VALUE }, { customFieldId: "cf_none" }]'],
    ['INVALID_ORDER orderBy.0', 'opportunities', () => `orderBy: [{ customFieldId: "${tags}" }]`],
    ['INVALID_ORDER orderBy.1', 'opportunities', () => 'orderBy: [{ field: VALUE }, {}]'],
    ['INVALID_ORDER orderBy', 'leads', () => `orderBy: [${'{ field: NAME }'.repeat(4)}]`],
    [
      'FILTER_TOO_COMPLEX filter.or.1.id.in',
      'opportunities',
      () => `filter: { or: [{ value: { eq: 1 } }, { id: { in: [${'"a" '.repeat(1001)}] } }] }`,
    ],
    ['FILTER_TOO_COMPLEX filter', 'leads', () => `filter: { words: "${'a '.repeat(501)}" }`],
    [
      'INVALID_FILTER filter.not.custom.1.value.text.eq',
      'opportunities',
      () =>
        `filter: { not: { custom: [{ fieldId: "${seats}", value: { number: { gt: 1 } } }, { fieldId: "cf_none", value: { text: { eq: "x" } } }] } }`,
    ],
    [
      'INVALID_FILTER filter.lead.custom.0.value.text.isNull',
      'opportunities',
      () => 'filter: { lead: { custom: [{ fieldId: "cf_none", value: { text: { isNull: true } } }] } }',
    ],
    [
      'INVALID_FILTER filter.custom.0.value.text.eq',
      'opportunities',
      () => `filter: { custom: [{ fieldId: "${seats}", value: { text: { eq: "5" } } }] }`,
    ],
    [
      'INVALID_INPUT filter.and.0.note.contains',
      'opportunities',
      () => 'filter: { and: [{ note: { contains: "\\u0000" } }] }',
    ],
    ['INVALID_TIME_ZONE timeZone', 'opportunities', () => 'timeZone: "Mars/Olympus"'],
  ];

  test.each(wrong)('%s of %s', async (failure, field, args) => {
    expect(failures(await desk.gateway.askText(`{ ${field}(${args()}) { nodes { id } } }`))).toEqual([failure]);
  });

  test('a list without its pages tells the same of its filter', async () => {
    const answer = await desk.gateway.askText(
      'query ($ids: [ID!]) { opportunities(filter: { leadId: { in: $ids } }) { totalCount } }',
      { ids: Array.from({ length: 10_000 }, (_, i) => `lead_${i}`) },
    );
    expect(failures(answer)).toEqual(['FILTER_TOO_COMPLEX filter.leadId.in']);
  });

  const pages: [failure: string, field: string, args: string][] = [
    ['INVALID_PAGE first', 'opportunities', 'first: 0'],
    ['INVALID_CURSOR after', 'opportunities', 'after: "?"'],
    ['INVALID_PAGE last', 'leads', 'last: 201'],
    ['INVALID_CURSOR after', 'statusChanges', 'after: "?"'],
    ['INVALID_PAGE first', 'tasks', 'first: 0'],
  ];
  test.each(pages)('%s of %s is told whether or not the page is asked for', async (failure, field, args) => {
    expect(failures(await desk.gateway.askText(`{ ${field}(${args}) { totalCount } }`))).toEqual([failure]);
  });

  test('of the lists of many parents, too', async () => {
    const { errors } = await desk.gateway.askText('{ leads { nodes { opportunities(first: 0) { totalCount } } } }');
    expect(new Set(failures({ errors }))).toEqual(new Set(['INVALID_PAGE first']));
  });

  test('a value that its type does not have is told with its place in the document', async () => {
    const literals = [
      'value: { eq: 1.5 }',
      'dateWon: { gte: "2026-02-30" }',
      'dateCreated: { gte: "noon" }',
      'value: { eq: "much" }',
    ];
    for (const literal of literals) {
      const { errors } = await desk.gateway.askText(`{ opportunities(filter: { ${literal} }) { totalCount } }`);
      expect(errors.map(({ locations }) => locations)).toEqual([[{ line: 1, column: expect.any(Number) }]]);
    }
  });

  test('the groups of a list tell which key, or which argument', async () => {
    const groups = (args: string) => desk.gateway.askText(`{ opportunities { groups(${args}) { totalCount } } }`);
    expect(failures(await groups('by: [{ field: STATUS }], after: "?"'))).toEqual(['INVALID_CURSOR after']);
    expect(failures(await groups(`by: [{ field: USER }, { customFieldId: "${tags}" }]`))).toEqual([
      'GROUP_FIELD_MULTIVALUED by.1',
    ]);
    expect(failures(await groups('by: [{ field: USER }, { field: LEAD }, { field: USER }]'))).toEqual([
      'INVALID_GROUPS by.2',
    ]);
  });

  test('a wrong condition has its place beside a search too', async () => {
    const answer = await desk.gateway.askText(
      'query ($filter: OpportunityFilter) { opportunities(filter: $filter, query: "confidence > 1", leadQuery: "x") { totalCount } }',
      {
        filter: { or: [{ confidence: { gt: 1 } }, { custom: [{ fieldId: 'cf_none', value: { number: { eq: 1 } } }] }] },
      },
    );
    expect(failures(answer)).toEqual(['INVALID_FILTER filter.or.1.custom.0.value.number.eq']);
  });

  test('what is wrong with one list leaves the others of the page alone, down to the groups', async () => {
    const { data, errors } = await desk.gateway.askText(`{
      all: opportunities { totalCount groups(by: [{ field: USER }], first: 0) { totalCount } }
      typo: opportunities(query: "stauts:won") { totalCount }
      page: leads(first: 0) { totalCount nodes { id } }
      viewer { fullName }
    }`);
    expect(failures({ errors }).toSorted()).toEqual([
      'INVALID_PAGE first',
      'INVALID_PAGE first',
      'SEARCH_SYNTAX query',
    ]);
    expect(data).toEqual({
      all: { totalCount: expect.any(Number), groups: null },
      typo: null,
      page: null,
      viewer: { fullName: expect.any(String) },
    });
  });

  const unfit: [what: string, query: string, variables: object][] = [
    [
      'a word that is none of an enum',
      'query ($x: OpportunityOrderField) { opportunities(orderBy: [{ field: $x }]) { totalCount } }',
      { x: 'NO' },
    ],
    ['text for a whole number', 'query ($x: Int) { opportunities(first: $x) { totalCount } }', { x: '1' }],
    [
      'a field that an input does not have',
      'query ($x: OpportunityFilter) { opportunities(filter: $x) { totalCount } }',
      { x: { no: 1 } },
    ],
    ['nothing where something is required', 'query ($x: ID!) { opportunity(id: $x) { id } }', {}],
    ['null where the default is none', 'query ($x: ID = "x") { opportunity(id: $x) { id } }', { x: null }],
    [
      'an amount that is none',
      'query ($x: Money) { opportunities(filter: { value: { eq: $x } }) { totalCount } }',
      { x: 1.5 },
    ],
    ['null for a condition', 'query ($x: Boolean = true) { organization { id @include(if: $x) } }', { x: null }],
  ];

  test.each(unfit)('%s as a variable is BAD_USER_INPUT', async (_what, query, variables) => {
    const { errors } = await desk.gateway.askText(query, variables);
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
  });

  test('an operation that the document does not have is told as such', async () => {
    const { errors } = await desk.gateway.askText('query A { organization { id } } query B { organization { id } }');
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['OPERATION_RESOLUTION_FAILURE']);
  });
});
