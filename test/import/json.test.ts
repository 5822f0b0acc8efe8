/** What the REST API lists can be imported, as it is or with more beside it. */
import { expect, test } from 'vitest';
import { formatProblem } from '../../src/import/file/problem.ts';
import { type ImportOptions, importFile } from '../../src/import/import-file.ts';
import type { Instant } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { temporaryFiles } from './files.ts';
import { readDeals } from './stored-deals.ts';

const now = Date.UTC(2026, 5, 15) as Instant;

/** As the API gives it. */
const listed = {
  id: 'oppo_1',
  organization_id: 'orga_1',
  lead_id: 'lead_1',
  lead_name: 'Acme',
  user_name: 'Ada King',
  contact_name: null,
  status_id: 'stat_1',
  status_label: 'Won',
  status_type: 'won',
  value: 1_234_50,
  value_formatted: '$1,234.50 monthly',
  value_period: 'monthly',
  confidence: 90,
  note: 'called',
  date_created: '2025-03-01T10:20:30.456000+00:00',
  date_won: '2025-04-02',
  date_lost: null,
  'custom.Product': 'Basic',
};

const stored = {
  ...{ externalId: 'oppo_1', lead: 'Acme', contact: null, user: 'Ada King', status: ['Won', 'won'], product: 'Basic' },
  ...{ value: 123_450n, period: 'monthly', confidence: 90, note: 'called' },
  ...{ created: '2025-03-01T10:20:30.456Z', won: '2025-04-02', lost: null },
};

describeDatabases('a JSON file', (opened) => {
  const file = temporaryFiles();

  async function importJson(content: unknown, options: Partial<ImportOptions> = {}) {
    const path = file('deals.json', typeof content === 'string' ? content : JSON.stringify(content));
    const problems: string[] = [];
    const summary = await importFile(opened.database, {
      ...{ path, organization: expect.getState().currentTestName ?? '', now },
      onProblem: (problem) => problems.push(formatProblem(problem)),
      ...options,
    });
    return { summary, problems, deals: await readDeals(opened.database, summary.organizationId) };
  }

  test('may be an array or a list answer, with amounts in minor units', async () => {
    const { deals, summary } = await importJson([listed]);
    expect(deals).toEqual([expect.objectContaining(stored)]);
    expect(summary.ignored).toEqual(['organization_id', 'status_id', 'value_formatted']);
    const again = await importJson({ has_more: false, data: [listed] });
    expect(again.summary).toMatchObject({ created: 0, unchanged: 1 });
    const renamed = await importJson([{ ...listed, external_id: 'mine' }]);
    expect(renamed.deals.map(({ externalId }) => externalId)).toEqual(['oppo_1', 'mine']);
  });

  test('leaves alone what an object does not mention', async () => {
    await importJson([listed]);
    const { deals } = await importJson([{ id: 'oppo_1', status_label: 'Won', status_type: 'won', value: null }]);
    expect(deals).toEqual([expect.objectContaining({ ...stored, value: null, version: 2 })]);
  });

  test('may have numbers, truths and lists in custom fields', async () => {
    const { summary } = await importJson([
      { ...listed, 'custom.Seats': 12, 'custom.Signed': true, 'custom.Rivals': ['B', 'A', 'B'] },
      { ...listed, id: 'oppo_2', 'custom.Seats': 12.5, 'custom.Rivals': [] },
    ]);
    const values = await opened.database.read(({ kysely }) =>
      kysely
        .selectFrom('custom_field_value as v')
        .innerJoin('custom_field as f', 'f.id', 'v.custom_field_id')
        .select([
          'f.name',
          'f.accepts_multiple_values as isList',
          'v.position',
          'v.text_value as text',
          'v.number_value as number',
        ])
        .where('f.organization_id', '=', summary.organizationId)
        .orderBy('f.name')
        .orderBy('v.row_key')
        .execute(),
    );
    expect(
      values.map(({ name, isList, position, text, number }) => [name, Boolean(isList), position, text ?? number]),
    ).toEqual([
      ['Product', false, 0, 'Basic'],
      ['Product', false, 0, 'Basic'],
      ['Rivals', true, 0, 'B'],
      ['Rivals', true, 1, 'A'],
      ['Seats', false, 0, 12],
      ['Seats', false, 0, 12.5],
      ['Signed', false, 0, 'true'],
    ]);
  });

  test('has its bad objects told by their place', async () => {
    const { problems, deals } = await importJson([
      { ...listed, value: 12.5 },
      'deal',
      null,
      { ...listed, value: '12' },
      { ...listed, value: 1e15 },
      { ...listed, confidence: 101 },
      { ...listed, note: 'half \ud83d' },
      { ...listed, 'custom.Product': [{ name: 'Basic' }] },
      listed,
    ]);
    expect(problems).toEqual([
      'item 1, value: 12.5 is not an amount in minor units of USD, a whole number',
      'item 2: not an object',
      'item 3: not an object',
      'item 4, value: "12" is not an amount in minor units of USD, a whole number',
      'item 5, value: beyond $999,999,999,999.99, the largest amount',
      'item 6, confidence: 101 is not a whole number from 0 to 100',
      'item 7, note: Text must be well-formed Unicode: it has half of a surrogate pair.',
      'item 8, custom.Product: {"name":"Basic"} is not text',
    ]);
    expect(deals).toEqual([expect.objectContaining(stored)]);
  });

  test.each([
    ['{"data": [', 'is not JSON: '],
    ['{"rows": []}', 'must hold an array of opportunities'],
    ['3', 'must hold an array of opportunities'],
  ])('with %j is refused', async (content, message) => {
    await expect(importJson(content)).rejects.toThrow(message);
  });
});
