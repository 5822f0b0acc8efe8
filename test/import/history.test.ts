/** What deals were, from a file: told versions take the place of assumed ones, and the past answers as the file says. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { csvOf, temporaryFiles } from './files.ts';
import { createDatabaseUse, importedAt } from './history-use.ts';

const file = temporaryFiles();
const day = 86_400_000;
const start = Date.UTC(2024, 0, 1);
const at = (days: number) => new Date(start + days * day).toISOString();

interface State {
  readonly status: string;
  readonly value: string;
  readonly confidence: string;
  readonly dateWon: string;
  readonly user: string;
  readonly product: string;
}

const state: fc.Arbitrary<State> = fc.record({
  status: fc.constantFrom('Open', 'Talking', 'Closed Won', 'Closed Lost'),
  value: fc.constantFrom('', '0', '12.50', '99999', '-3'),
  confidence: fc.nat({ max: 100 }).map(String),
  dateWon: fc.constantFrom('', '2024-02-01', '2025-12-31'),
  user: fc.constantFrom('', 'Ada King', 'Bo Diddley'),
  product: fc.constantFrom('', 'Basic', 'Plus'),
});

/** By deal: what it was from which day on; the first is its creation. */
const histories = fc.array(
  fc
    .uniqueArray(fc.record({ day: fc.nat({ max: 400 }), state }), {
      minLength: 1,
      maxLength: 6,
      selector: (one) => one.day,
    })
    .map((points) => [...points].sort((a, b) => a.day - b.day)),
  { minLength: 1, maxLength: 5 },
);
type Histories = typeof histories extends fc.Arbitrary<infer Value> ? Value : never;

const cellsOf = ({ status, value, confidence, dateWon, user, product }: State) => [
  status,
  value,
  confidence,
  dateWon,
  user,
  product,
];

function dealsCsv(given: Histories): string {
  const header = [
    'external_id',
    'lead_name',
    'date_created',
    'status_label',
    'value',
    'confidence',
    'date_won',
    'user_name',
    'custom.Product:text',
  ];
  const rows = given.map((points, index) => [
    ...[`d${index}`, 'Acme', at(points[0]?.day ?? 0)],
    ...cellsOf(points.at(-1)?.state as State),
  ]);
  return csvOf([header, ...rows]);
}

/** Rows in no order: neither of deals nor of moments. */
function wideCsv(given: Histories): string {
  const header = [
    'external_id',
    'moment',
    'status_label',
    'value',
    'confidence',
    'date_won',
    'user_name',
    'custom.Product',
    'changed_by_name',
  ];
  const rows = given.flatMap((points, index) =>
    points.map(({ day, state }) => [`d${index}`, at(day), ...cellsOf(state), 'Ada King']),
  );
  return csvOf([header, ...rows.toReversed().sort((a, b) => (a[2] ?? '').localeCompare(b[2] ?? ''))]);
}

/** As HubSpot has it: a row for each property that changed. */
function propertiesCsv(given: Histories): string {
  const names = ['dealstage', 'amount', 'hs_deal_stage_probability', 'closedate', 'hubspot_owner_id', 'Product'];
  const rows = given.flatMap((points, index) =>
    points.flatMap(({ day, state }, at_) => {
      const before = at_ === 0 ? [] : cellsOf(points[at_ - 1]?.state as State);
      return cellsOf(state).flatMap((cell, property) =>
        cell === before[property]
          ? []
          : [[`d${index}`, names[property] ?? '', cell, String(start + day * 86_400_000), 'CRM_UI']],
      );
    }),
  );
  return csvOf([['Object ID', 'Property name', 'Value', 'Timestamp', 'Source'], ...rows]);
}

function modelAt(given: Histories, days: number) {
  return given.flatMap((points, index) => {
    const last = points.findLast((point) => point.day <= days);
    return last ? [{ id: `d${index}`, ...last.state }] : [];
  });
}

describeDatabases('a history', (opened) => {
  const use = createDatabaseUse(opened, file);

  test('tells what deals were at any moment, whichever way it is written; a second run changes nothing', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        histories,
        fc.array(fc.integer({ min: 0, max: 420 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('wide', 'properties'),
        async (given, days, form) => {
          const organization = `Random ${opened.provider} ${++round}`;
          const isLost = ({ status }: State) => form === 'properties' && status === 'Closed Lost';
          // A system with one day of closing has it as that of a loss, where a deal is lost.
          const model = (day_: number) =>
            modelAt(given, day_).map((one) => (isLost(one) ? { ...one, dateWon: '' } : one));
          const deals = dealsCsv(given);
          const history = form === 'wide' ? wideCsv(given) : propertiesCsv(given);
          const first = await use.run(organization, deals, history);
          expect(first.problems).toEqual([]);
          const organizationId = first.organizationId;
          for (const one of days) {
            expect({ one, rows: await use.rowsAt(organizationId, start + one * day) }).toEqual({
              one,
              rows: model(one),
            });
          }
          await use.expectWhole(organizationId);
          const changes = given.flatMap((points, index) =>
            points.slice(1).flatMap(({ day: on, state: now }, before) => {
              const was = points[before]?.state.status;
              return was === now.status ? [] : [{ id: `d${index}`, at: at(on), from: was, to: now.status }];
            }),
          );
          expect(await use.statusChanges(organizationId)).toEqual(changes);
          const before = await use.everything(organizationId);
          const again = await use.run(organization, undefined, history);
          expect(again.history).toMatchObject({ changed: 0, versions: 0, statusChanges: 0, bad: 0 });
          expect(await use.everything(organizationId)).toEqual(before);
        },
      ),
      { numRuns: Number(process.env.HISTORY_RUNS ?? 8) },
    );
  }, 120_000);

  const salesforceDeals = csvOf([
    [
      'Opportunity ID',
      'Opportunity Name',
      'Stage',
      'Amount',
      'Close Date',
      'Created Date',
      'Opportunity Owner',
      'Account Name',
    ],
    ['006A', 'Rocket', 'Closed Won', '500', '2025-06-30', '2025-01-10T08:00:00Z', 'Ada King', 'Acme'],
    ['006B', 'Boat', 'Prospecting', '7', '2026-06-30', '2025-02-01T08:00:00Z', 'Ada King', 'Acme'],
  ]);
  const salesforceHistory = csvOf([
    [
      'Id',
      'OpportunityId',
      'CreatedDate',
      'StageName',
      'Amount',
      'Probability',
      'CloseDate',
      'CreatedById',
      'ForecastCategory',
    ],
    [
      '008C',
      '006A',
      '2025-06-28T16:30:00.000Z',
      'Closed Won',
      '500',
      '100',
      '2025-06-28',
      '0058d000001AbcDAAS',
      'Closed',
    ],
    [
      '008A',
      '006A',
      '2025-01-10T08:00:00.000Z',
      'Prospecting',
      '300',
      '10',
      '2025-05-31',
      '0058d000001AbcDAAS',
      'Pipeline',
    ],
    [
      '008B',
      '006A',
      '2025-03-01T09:00:00.000Z',
      'Proposal',
      '450',
      '60',
      '2025-05-31',
      '0058d000001AbcDAAS',
      'Pipeline',
    ],
    [
      '008D',
      '006B',
      '2025-03-01T09:00:00.000Z',
      'Prospecting',
      '5',
      '10',
      '2026-01-31',
      '0058d000001AbcDAAS',
      'Pipeline',
    ],
  ]);

  test('of Salesforce takes the place of what was assumed, and leaves no change of status that it does not tell', async () => {
    const { organizationId } = await use.run(
      'Salesforce',
      salesforceDeals,
      csvOf([['OpportunityId', 'CreatedDate', 'StageName']]),
    );
    expect(await use.expectWhole(organizationId)).toEqual([true, true, true]);
    expect(await use.rowsAt(organizationId, Date.UTC(2025, 3, 1))).toMatchObject([
      { id: '006A', value: '500', confidence: '50' },
      {},
    ]);

    const told = await use.run('Salesforce', undefined, salesforceHistory);
    expect(told).toMatchObject({ problems: [], history: { changed: 2, unchanged: 0, statusChanges: 2, bad: 0 } });
    expect(told.history.ignored).toEqual(['Id', 'ForecastCategory']);
    // Of the second deal nothing is told of its first month.
    expect((await use.expectWhole(organizationId)).filter((isAssumed) => isAssumed)).toHaveLength(1);
    expect(await use.rowsAt(organizationId, Date.UTC(2025, 3, 1))).toMatchObject([
      { id: '006A', status: 'Proposal', value: '450', confidence: '60', dateWon: '2025-05-31', user: 'Ada King' },
      { id: '006B', status: 'Prospecting', value: '5', confidence: '10', dateWon: '2026-01-31' },
    ]);
    expect(await use.rowsAt(organizationId, Date.UTC(2025, 5, 29))).toMatchObject([
      { status: 'Closed Won', dateWon: '2025-06-28' },
      {},
    ]);
    expect(await use.statusChanges(organizationId)).toEqual([
      { id: '006A', at: '2025-03-01T09:00:00.000Z', from: 'Prospecting', to: 'Proposal' },
      { id: '006A', at: '2025-06-28T16:30:00.000Z', from: 'Proposal', to: 'Closed Won' },
    ]);
  });

  test('that is corrected is told anew: what an earlier file told goes', async () => {
    const { organizationId } = await use.run('Corrected', salesforceDeals, salesforceHistory);
    const corrected = salesforceHistory
      .split('\n')
      .filter((line) => !line.startsWith('008B'))
      .join('\n');
    expect((await use.run('Corrected', undefined, corrected)).history).toMatchObject({ changed: 1, unchanged: 1 });
    expect(await use.statusChanges(organizationId)).toEqual([
      { id: '006A', at: '2025-06-28T16:30:00.000Z', from: 'Prospecting', to: 'Closed Won' },
    ]);
    await use.expectWhole(organizationId);
  });

  test('of one column leaves the others as they are known, and what is assumed of the status assumed', async () => {
    const values = csvOf([
      ['external_id', 'moment', 'value'],
      ['006A', '2025-01-10', '100'],
      ['006A', '2025-02-10', '200'],
    ]);
    const { organizationId, problems } = await use.run('Values', salesforceDeals, values);
    expect(problems).toEqual([
      'line 2, moment: 2025-01-10T00:00:00.000Z lies before the deal was created (date_created), which was at 2025-01-10T08:00:00.000Z',
    ]);
    expect(await use.rowsAt(organizationId, Date.UTC(2025, 3, 1))).toMatchObject([
      { value: '200', confidence: '50', user: 'Ada King' },
      {},
    ]);
    expect(await use.rowsAt(organizationId, Date.UTC(2025, 8, 1))).toMatchObject([
      { value: '200', status: 'Closed Won' },
      {},
    ]);
    expect(await use.expectWhole(organizationId)).not.toContain(false);
    expect(await use.statusChanges(organizationId)).toEqual([]);
  });

  test('that is wrong in some rows tells which, and the rest goes in', async () => {
    const rows = [
      ['006A', '2025-01-10T08:00:00Z', 'Prospecting', '300'],
      ['006A', 'yesterday', 'Proposal', '300'],
      ['006A', '2025-03-01T08:00:00Z', 'Proposal', 'much'],
      ['', '2025-03-01T08:00:00Z', 'Proposal', '1'],
      ['006A', '', 'Proposal', '1'],
      ['006X', '2025-03-01T08:00:00Z', 'Proposal', '1'],
      ['006A', '2027-03-01T08:00:00Z', 'Proposal', '1'],
      ['006A', '2026-01-01T00:00:00Z', 'Proposal', '1'],
      ['006A', '2026-01-01T00:00:00Z', 'Closed Won', '500'],
    ];
    const header = ['external_id', 'moment', 'status_label', 'value'];
    const { problems, history, organizationId } = await use.run(
      'Wrong',
      salesforceDeals,
      csvOf([header, ...rows.slice(0, 8)]),
    );
    expect(problems).toEqual([
      expect.stringMatching(/^line 3, moment: "yesterday" is not a day such as/),
      expect.stringMatching(/^line 4, value: "much" is not an amount in USD/),
      'line 5, external_id: missing: which deal is it?',
      'line 6, moment: missing: from when on was it so?',
      'line 8, moment: 2027-03-01T08:00:00.000Z has not come',
      'line 7, external_id: "006X" is no deal of the organization: import the deals first',
      expect.stringMatching(
        /^line 9, moment: 2026-01-01T00:00:00.000Z is told otherwise than it was: from 2026-01-01T00:00:00.000Z on .* Different: status_label, value/,
      ),
    ]);
    expect(history).toMatchObject({ changed: 1, bad: 7 });
    await use.expectWhole(organizationId);
    // What was seen may be told again as it was.
    const alike = await use.run('Wrong', undefined, csvOf([header, rows[0] ?? [], rows[8] ?? []]));
    expect(alike).toMatchObject({ problems: [], history: { changed: 0, unchanged: 1, bad: 0 } });
  });

  test('does not reach what the gateway has seen since', async () => {
    const later = new Date(importedAt + 30 * day).toISOString();
    const { organizationId } = await use.run('Seen', salesforceDeals, salesforceHistory);
    const raised = salesforceDeals.replace('500', '900');
    await use.run('Seen', raised, salesforceHistory, { now: (importedAt + 60 * day) as typeof importedAt });
    const again = csvOf([
      ['external_id', 'moment', 'value'],
      ['006A', later, '600'],
    ]);
    const { problems } = await use.run('Seen', undefined, again, { now: (importedAt + 90 * day) as typeof importedAt });
    expect(problems).toEqual([expect.stringContaining('is told otherwise than it was')]);
    expect(await use.rowsAt(organizationId, importedAt + 30 * day)).toMatchObject([{ value: '500' }, {}]);
    expect(await use.rowsAt(organizationId, importedAt + 61 * day)).toMatchObject([{ value: '900' }, {}]);
    await use.expectWhole(organizationId);
  });

  test('is rehearsed with its deals, and leaves nothing', async () => {
    const rehearsed = await use.run('Rehearsed', salesforceDeals, salesforceHistory, { dryRun: true });
    expect(rehearsed).toMatchObject({ problems: [], deals: { created: 2 }, history: { changed: 2, statusChanges: 2 } });
    const organizations = await opened.database.read(({ kysely }) =>
      kysely.selectFrom('organization').select('name').execute(),
    );
    expect(organizations.map(({ name }) => name)).not.toContain('Rehearsed');
  });

  test('that is none is refused as a whole', async () => {
    await expect(use.run('Nobody', undefined, salesforceHistory)).rejects.toThrow('There is no organization "Nobody"');
    await use.run('Refused', salesforceDeals, salesforceHistory);
    const cases = [
      ['external_id,value\n1,2\n', 'no column is moment'],
      ['moment,value\n2025-01-01,2\n', 'no column is external_id'],
      ['external_id,moment\n1,2025-01-01\n', 'tells nothing of its deals'],
      ['external_id,moment,custom.Friend:contact\n1,2025-01-01,Bo\n', 'a custom field of contacts'],
    ] as const;
    for (const [text, message] of cases) await expect(use.run('Refused', undefined, text)).rejects.toThrow(message);
  });
});
