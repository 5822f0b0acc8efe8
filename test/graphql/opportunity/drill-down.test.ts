/** `drillDown` and `within`: from a group to its opportunities, to groups of those, and to their leads. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { type Gateway, openGateway } from '../../gateway.ts';
import { createSamples, type Sample } from '../../sample.ts';
import { as, failures } from '../desk.ts';

interface Part {
  readonly key: string;
  readonly count: number;
  readonly drillDown: string;
}

const parts = (by: string) => `groups(by: ${by}, first: 200) { nodes { key count drillDown } }`;
const token = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');

describeDatabases('drilling down', (opened) => {
  let mine: Sample;
  let foreign: Sample;
  let gateway: Gateway;

  beforeAll(async () => {
    ({ mine, foreign } = await createSamples(opened.database, 150));
    gateway = openGateway(opened, () => mine.apiKey);
  });
  afterAll(() => gateway.close());

  const report = async (args: string, by: string, within?: string): Promise<readonly Part[]> => {
    const answer = await gateway.askText(
      `query ($within: String) { opportunityReport(within: $within, ${args}) { ${parts(by)} } }`,
      { within },
    );
    expect(answer.errors).toEqual([]);
    return answer.data.opportunityReport.groups.nodes;
  };

  test('a group is grouped further, and so are its groups: all add up to it', async () => {
    const days = 'timeZone: "Asia/Kathmandu"';
    const [months, asked] = [
      await report(days, '{ date: { field: DATE_CREATED, period: MONTH } }'),
      gateway.statements.length,
    ];
    for (const month of months.slice(0, 4)) {
      // In another zone than the one in which the month was meant.
      const owners = await report('timeZone: "America/New_York"', '{ field: USER }', month.drillDown);
      expect(owners.reduce((sum, { count }) => sum + count, 0)).toBe(month.count);
      for (const owner of owners) {
        const types = await report('', '{ field: STATUS_TYPE }', owner.drillDown);
        expect(types.reduce((sum, { count }) => sum + count, 0)).toBe(owner.count);
      }
    }
    expect(asked).toBeLessThan(5);
  });

  test('the same group has the same text, whoever asks and whatever page it stands on', async () => {
    const [all, again] = [await report('', '{ field: LEAD }'), await report('', '{ field: LEAD }')];
    expect(again).toEqual(all);
    expect(new Set(all.map(({ drillDown }) => drillDown)).size).toBe(all.length);
  });

  test('its leads are those of its opportunities, and a lead has those of its own that are in it', async () => {
    const [won] = (await report('filter: { confidence: { gte: 10 } }', '{ field: STATUS_TYPE }')).filter(
      ({ key }) => key === 'won',
    );
    const { data, errors } = await gateway.askText(
      'query ($within: String) { leads(within: $within, first: 200) { totalCount nodes { id opportunities(within: $within) { totalCount } } } }',
      { within: won?.drillDown },
    );
    expect(errors).toEqual([]);
    const rows = mine.rows.filter(({ statusType, confidence }) => statusType === 'won' && confidence >= 10);
    const leads: readonly { id: string; opportunities: { totalCount: number } }[] = data.leads.nodes;
    expect(data.leads.totalCount).toBe(new Set(rows.map(({ leadId }) => leadId)).size);
    for (const { id, opportunities } of leads)
      expect(opportunities.totalCount).toBe(rows.filter(({ leadId }) => leadId === id).length);
  });

  test('it narrows what the other arguments ask for', async () => {
    const [group] = await report('', '{ field: USER }');
    const { data } = await gateway.askText(
      'query ($within: String) { opportunities(within: $within, filter: { statusType: { eq: LOST } }, query: "confidence > 30") { totalCount } }',
      { within: group?.drillDown },
    );
    const rows = mine.rows.filter(
      (row) => row.userId === group?.key && row.statusType === 'lost' && row.confidence > 30,
    );
    expect(data.opportunities.totalCount).toBe(rows.length);
  });

  test('what stands in it opens nothing of another organization', async () => {
    const within = token([1, { leadId: { eq: foreign.rows[0]?.leadId } }]);
    const ask = (key: string) =>
      gateway.askText('query ($within: String) { opportunities(within: $within) { totalCount } }', { within }, as(key));
    expect((await ask(mine.apiKey)).data.opportunities.totalCount).toBe(0);
    expect((await ask(foreign.apiKey)).data.opportunities.totalCount).toBeGreaterThan(0);
  });

  const deep = `[1,${'{"not":'.repeat(5000)}{}${'}'.repeat(5000)}]`;

  test.each([
    ['no base64', 'a b', 'within'],
    ['nothing', '', 'within'],
    ['no JSON', Buffer.from('{').toString('base64url'), 'within'],
    ['another version', token([2, {}]), 'within'],
    ['no filter', token([1, null]), 'within'],
    ['a field that there is not', token([1, { nope: 1 }]), 'within'],
    ['a value of another type', token([1, { confidence: { eq: 'much' } }]), 'within'],
    ['what asks nothing', token([1, { not: {} }]), 'within.not'],
    [
      'a custom field that there is not',
      token([1, { custom: [{ fieldId: 'cf_none', value: { text: { eq: 'x' } } }] }]),
      'within',
    ],
    ['5,000 levels', Buffer.from(deep).toString('base64url'), 'within'],
  ])('%s is refused as such', async (_what, within, place) => {
    for (const field of ['opportunities', 'leads']) {
      const answer = await gateway.askText(`query ($within: String) { ${field}(within: $within) { totalCount } }`, {
        within,
      });
      expect(failures(answer)).toEqual([expect.stringContaining(`INVALID_FILTER ${place}`)]);
    }
  });
});
