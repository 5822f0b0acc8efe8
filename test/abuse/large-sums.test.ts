/** Sums that no number of JavaScript and no integer of a database holds: exact over REST, told at their place over GraphQL; and amounts that are none. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { insertRows } from '../../src/db/insert.ts';
import { createApiKey } from '../../src/organization/api-key.ts';
import { newId } from '../../src/value/id.ts';
import { maximumValue } from '../../src/value/money.ts';
import { toDate } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, fixedNow, type Office } from '../fixtures.ts';
import { patience } from '../patience.ts';

/** Twelve times the largest amount, so often, is beyond 2^63; a hundredth of it beyond 2^53. */
const many = 8000;

describeDatabases('large sums', (opened) => {
  let mine: Office;
  let app: App;
  let headers: Record<string, string>;
  beforeAll(async () => {
    ({ mine } = await createOffices(opened.database));
    const { organizationId, userId } = mine.caller;
    await opened.database.write(async (session) => {
      const key = await createApiKey(session, { organizationId, userId, name: 'test' }, { now: fixedNow });
      headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const moment = toDate(fixedNow);
      const rows = Array.from({ length: many }, () => ({
        ...{ id: newId('opportunity'), organization_id: organizationId, lead_id: mine.leadId, user_id: userId },
        ...{ status_id: mine.status.open, value: maximumValue, value_period: 'monthly', confidence: 99 },
        ...{ note: '', note_folded: '', date_created: moment, date_updated: moment },
      }));
      await insertRows(session, 'opportunity', rows);
    });
    app = createApp({ databaseUrl: opened.url, requestTimeout: patience });
  });
  afterAll(() => app.close());

  const get = async (path: string) =>
    (await app.fetch(new Request(`http://gateway.test/api/v1${path}`, { headers }))).text();
  const ask = async (query: string) => {
    const init = { method: 'POST', headers, body: JSON.stringify({ query }) };
    return (await app.fetch(new Request('http://gateway.test/graphql', init))).json();
  };
  const annualized = 12n * BigInt(many) * maximumValue;
  /** Hundredths of it, rounded half away from zero. */
  const expected = (annualized * 99n + 50n) / 100n;

  test.each([
    ['asked of the sums that are kept', ''],
    ['asked of the rows', '&value__gt=5'],
  ])('over REST each digit is there, %s', async (_, filter) => {
    expect(annualized).toBeGreaterThan(2n ** 63n);
    const text = await get(`/opportunity/?_limit=1${filter}`);
    expect(text).toMatch(new RegExp(`"total_value_annualized": ?${annualized}\\b`));
    expect(text).toMatch(new RegExp(`"expected_value_annualized": ?${expected}\\b`));
    expect(text).toMatch(new RegExp(`"total_results": ?${many}\\b`));
  });

  test.each(['', '(filter: { value: { gt: 5 } })'])(
    'over GraphQL each that no number holds is an error at its place, and the others are told: %s',
    async (args) => {
      const { data, errors } =
        await ask(`{ opportunities${args} { totalCount aggregates { totalValueOneTime totalValueAnnualized expectedValueAnnualized }
      groups(by: { field: USER }) { nodes { count aggregates { totalValueAnnualized } } } } }`);
      expect(data.opportunities).toMatchObject({
        totalCount: many,
        aggregates: { totalValueOneTime: 0, totalValueAnnualized: null, expectedValueAnnualized: null },
        groups: { nodes: [{ count: many, aggregates: { totalValueAnnualized: null } }] },
      });
      const told = errors.map(({ path, extensions }: { path: string[]; extensions: Record<string, string> }) => [
        path.join('.'),
        extensions.code,
        extensions.amount,
      ]);
      expect(told.sort()).toEqual([
        ['opportunities.aggregates.expectedValueAnnualized', 'AMOUNT_OVERFLOW', String(expected)],
        ['opportunities.aggregates.totalValueAnnualized', 'AMOUNT_OVERFLOW', String(annualized)],
        ['opportunities.groups.nodes.0.aggregates.totalValueAnnualized', 'AMOUNT_OVERFLOW', String(annualized)],
      ]);
    },
  );

  test.each(['1e400', '-1e400', '1e15', '99999999999999.5', '0.1', '"１２"', '"NaN"', 'true', '[1]', '1e3000'])(
    '%s is no amount, through either door',
    async (value) => {
      const rest = await app.fetch(
        new Request('http://gateway.test/api/v1/opportunity/', {
          method: 'POST',
          headers,
          body: `{"value": ${value}}`,
        }),
      );
      expect(rest.status).toBe(400);
      expect(await rest.text()).toContain('value');
      const body = `{"query":"mutation ($v: Money) { createOpportunity(input: { value: $v }) { opportunity { id } } }","variables":{"v":${value}}}`;
      const graphql = await app.fetch(new Request('http://gateway.test/graphql', { method: 'POST', headers, body }));
      const { data, errors } = await graphql.json();
      expect([graphql.status < 500, data?.createOpportunity ?? null, errors.length]).toEqual([true, null, 1]);
      expect(errors[0].extensions.code).toMatch(/^(BAD_USER_INPUT|INVALID_INPUT)$/);
    },
  );

  test('nothing adds up to zero, and not to minus zero', async () => {
    expect(await get('/opportunity/?value__gt=5&status_type=lost')).toMatch(/"total_value_annualized": ?0\b/);
    const { data } = await ask(
      '{ opportunities(filter: { statusType: { eq: LOST } }) { aggregates { totalValueAnnualized } } }',
    );
    expect(Object.is(data.opportunities.aggregates.totalValueAnnualized, 0)).toBe(true);
  });
});
