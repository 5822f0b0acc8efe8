/** Inputs that mean one of several things: two at once are refused before anything is done, and nothing as well. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { openDesk } from './desk.ts';

const cases: [what: string, field: string, type: string, input: object][] = [
  [
    'two keys of groups in one',
    'groups(by: $input)',
    '[OpportunityGroupBy!]!',
    [{ field: 'USER', customFieldId: 'cf_x' }],
  ],
  [
    'a date and a field',
    'groups(by: $input)',
    '[OpportunityGroupBy!]!',
    [{ field: 'USER', date: { field: 'DATE_WON', period: 'YEAR' } }],
  ],
  ['no key of groups', 'groups(by: $input)', '[OpportunityGroupBy!]!', [{}]],
  [
    'two values to compare with',
    'filter',
    'OpportunityFilter',
    {
      custom: [{ fieldId: 'cf_x', value: { text: { eq: 'x' }, number: { eq: 1 } } }],
    },
  ],
  ['no value to compare with', 'filter', 'OpportunityFilter', { custom: [{ fieldId: 'cf_x', value: {} }] }],
];

/** As it stands in a document. */
function literal(input: unknown): string {
  if (Array.isArray(input)) return `[${input.map(literal).join(' ')}]`;
  if (typeof input === 'object' && input !== null)
    return `{ ${Object.entries(input)
      .map(([name, value]) => `${name}: ${literal(value)}`)
      .join(' ')} }`;
  // Names of enums are in capitals here, and nothing else is.
  return typeof input === 'string' && /^[A-Z_]+$/.test(input) ? input : JSON.stringify(input);
}

describeDatabases('one of several', (opened) => {
  const desk = openDesk(opened);
  const report = (field: string, input: string) =>
    field === 'filter'
      ? `{ opportunityReport(filter: ${input}) { count } }`
      : `{ opportunityReport { ${field.replace('$input', input)} { totalCount } } }`;

  test.each(cases)('%s', async (_what, field, type, input) => {
    const inDocument = await desk.gateway.askText(report(field, literal(input)));
    expect(inDocument.errors[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
    const asVariable = await desk.gateway.askText(`query ($input: ${type}) ${report(field, '$input')}`, { input });
    expect(asVariable.errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    for (const { data, errors } of [inDocument, asVariable])
      expect([data, errors[0]?.message]).toEqual([
        expect.toSatisfy((seen) => seen == null),
        expect.stringContaining('one'),
      ]);
  });
});
