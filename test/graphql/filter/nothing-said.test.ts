/**
 * What says nothing within a filter is an error with its place: every null, and every `{}`, at every depth. They are what is
 * left where a variable was not set, and turned «of this lead» into «all».
 */
import { readFileSync } from 'node:fs';
import {
  buildSchema,
  GraphQLInputObjectType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { failures, openDesk } from '../desk.ts';

const schema = buildSchema(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'));

function inputType(name: string): GraphQLInputObjectType {
  const type = schema.getType(name);
  if (!(type instanceof GraphQLInputObjectType)) throw new Error(`${name} is no input`);
  return type;
}

interface Said {
  readonly input: object;
  readonly place: string;
}

const hasRequired = (type: GraphQLInputObjectType) => Object.values(type.getFields()).some(isRequiredInputField);

/** Every way to say null, or `{}`, in one of the fields of an input. */
function nothingIn(type: GraphQLInputObjectType): readonly Said[] {
  return Object.values(type.getFields()).flatMap(({ name, type: given }): readonly Said[] => {
    const inner = getNamedType(given);
    const isNull = isNonNullType(given) ? [] : [{ input: { [name]: null }, place: name }];
    // Of lists and inputs with what they must have, the schema itself refuses less.
    const isEmpty = isInputObjectType(inner) && !isListType(given) && !hasRequired(inner);
    return [...isNull, ...(isEmpty ? [{ input: { [name]: {} }, place: name }] : [])];
  });
}

const comparisons = Object.values(schema.getTypeMap()).filter(
  (type) => type.name.endsWith('Comparison') && isInputObjectType(type) && !type.isOneOf,
);

/** Where each kind of filter can be said, and how it stands there. */
const filters: readonly (readonly [list: string, type: string, wrap: (input: object) => object, place: string])[] = [
  ['opportunities', 'OpportunityFilter', (input) => input, ''],
  ['leads', 'LeadFilter', (input) => input, ''],
  ['statusChanges', 'StatusChangeFilter', (input) => input, ''],
  ['leads', 'ContactFilter', (contacts) => ({ contacts }), 'contacts.'],
  ['opportunities', 'LeadFilter', (lead) => ({ lead }), 'lead.'],
  ['opportunities', 'StatusChangeFilter', (statusChange) => ({ not: { statusChange } }), 'not.statusChange.'],
  ['statusChanges', 'OpportunityFilter', (opportunity) => ({ or: [{ opportunity }] }), 'or.0.opportunity.'],
  [
    'opportunities',
    'OpportunityFilter',
    (input) => ({ value: { gt: 1 }, and: [{ confidence: { lt: 5 } }, { not: { or: [input] } }] }),
    'and.1.not.or.0.',
  ],
];

describeDatabases('what says nothing within a filter', (opened) => {
  const desk = openDesk(opened);
  const filterTypes: Readonly<Record<string, string>> = {
    ...{ opportunities: 'OpportunityFilter', leads: 'LeadFilter', statusChanges: 'StatusChangeFilter' },
  };
  const ask = (list: string, filter: unknown) =>
    desk.gateway.askText(`query ($filter: ${filterTypes[list]}) { ${list}(filter: $filter) { totalCount } }`, {
      filter,
    });

  describe.each(filters)('%s by %s', (list, type, wrap, place) => {
    test(`each field, at filter.${place}`, async () => {
      const said = nothingIn(inputType(type));
      expect(said.length).toBeGreaterThan(14);
      for (const { input, place: field } of said) {
        const answer = await ask(list, wrap(input));
        expect([input, failures(answer)]).toEqual([input, [`INVALID_FILTER filter.${place}${field}`]]);
        expect(answer.errors[0]?.message).toContain('could be taken for all');
        expect(answer.status).toBe(200);
      }
    });
  });

  const fields: Readonly<Record<string, string>> = {
    ...{ IdComparison: 'leadId', TextComparison: 'note', StatusTypeComparison: 'statusType' },
    ...{ ValuePeriodComparison: 'valuePeriod', MoneyComparison: 'value', IntComparison: 'confidence' },
    ...{ DateComparison: 'dateWon', InstantComparison: 'dateCreated' },
  };

  test.each(comparisons.map(({ name }) => name))('each operator of %s', async (name) => {
    for (const operator of Object.keys(inputType(name).getFields())) {
      const field = fields[name];
      const [filter, place] =
        field === undefined
          ? [{ custom: [{ fieldId: 'cf_x', value: { number: { [operator]: null } } }] }, 'custom.0.value.number']
          : [{ [field]: { [operator]: null } }, field];
      expect(failures(await ask('opportunities', filter))).toEqual([`INVALID_FILTER filter.${place}.${operator}`]);
    }
  });

  test('custom fields, lists and parts', async () => {
    const refused = async (filter: object) => failures(await ask('opportunities', filter));
    for (const kind of ['text', 'number', 'date', 'dateTime', 'id']) {
      const custom = (nothing: unknown) => [
        { fieldId: 'cf_x', value: { number: { eq: 1 } } },
        { fieldId: 'cf_x', value: { [kind]: nothing } },
      ];
      expect(await refused({ custom: custom({}) })).toEqual([`INVALID_FILTER filter.custom.1.value.${kind}`]);
      expect(await refused({ custom: custom(null) })).toEqual(['BAD_USER_INPUT']);
    }
    for (const value of [undefined, null, {}, { text: { eq: 'x' }, number: { eq: 1 } }])
      expect(await refused({ custom: [{ fieldId: 'cf_x', value }] })).toEqual(['BAD_USER_INPUT']);
    expect(await refused({ and: [{}] })).toEqual(['INVALID_FILTER filter.and.0']);
    expect(await refused({ or: [{ value: { eq: 1 } }, {}] })).toEqual(['INVALID_FILTER filter.or.1']);
    expect(await refused({ or: [{ and: [] }] })).toEqual(['INVALID_FILTER filter.or.0']);
    expect(await refused({ lead: { words: ' ' } })).toEqual(['INVALID_FILTER filter.lead']);
    expect(await refused({ not: { custom: [] } })).toEqual(['INVALID_FILTER filter.not']);
  });

  test('a variable that is not set leaves nothing behind', async () => {
    const asked: readonly (readonly [filter: string, unset: string, asNull: string])[] = [
      ['leadId: { eq: $lead }', 'leadId', 'leadId.eq'],
      ['leadId: { eq: $lead }, value: { gt: 1 }', 'leadId', 'leadId.eq'],
      ['lead: { name: $name }', 'lead', 'lead.name'],
      ['not: { lead: { name: $name } }', 'not.lead', 'not.lead.name'],
    ];
    for (const [filter, unset, asNull] of asked) {
      const variable = filter.includes('$lead') ? '$lead: ID' : '$name: TextComparison';
      const query = `query (${variable}) { opportunities(filter: { ${filter} }) { totalCount } }`;
      expect(failures(await desk.gateway.askText(query))).toEqual([`INVALID_FILTER filter.${unset}`]);
      expect(failures(await desk.gateway.askText(query, { lead: null, name: null }))).toEqual([
        `INVALID_FILTER filter.${asNull}`,
      ]);
    }
    const lost = 'query ($leadId: IdComparison) { opportunities(filter: { leadId: $leadId }) { totalCount } }';
    expect(failures(await desk.gateway.askText(lost, { leadId: null }))).toEqual(['INVALID_FILTER filter.leadId']);
  });

  test('a subscription is no list of all by mistake, either', async () => {
    const response = await desk.gateway.app.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: {
          ...{ authorization: `Bearer ${desk.keys.ada}`, 'content-type': 'application/json' },
          accept: 'text/event-stream',
        },
        body: JSON.stringify({ query: 'subscription { opportunityChanged(filter: { leadId: null }) { kind } }' }),
      }),
    );
    expect(await response.text()).toContain('INVALID_FILTER');
  });

  test('a list’s own filter may ask nothing, and what is said of nothing finds nothing', async () => {
    const { leadId } = desk.mine;
    await desk.gateway.askText(`mutation { createOpportunity(input: { leadId: "${leadId}" }) { opportunity { id } } }`);
    const count = async (filter: unknown) => (await ask('opportunities', filter)).data.opportunities.totalCount;
    for (const all of [undefined, null, {}, { and: [] }, { words: '' }, { phrase: ' ' }, { custom: [] }]) {
      expect([all, await count(all)]).toEqual([all, 1]);
    }
    for (const none of [{ or: [] }, { id: { in: [] } }, { not: { id: { isNull: false } } }, { leadId: { eq: '' } }]) {
      expect([none, await count(none)]).toEqual([none, 0]);
    }
    expect(await count({ contact: { id: { isNull: false } } })).toBe(0);
    expect(await count({ lead: { id: { isNull: false } } })).toBe(1);
  });
});
