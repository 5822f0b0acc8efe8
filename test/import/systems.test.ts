/** Exports as other systems write them go in as they are; what cannot be known is asked for before anything goes in. */

import { expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import type { Problem } from '../../src/import/file/problem.ts';
import { type ImportOptions, importFile } from '../../src/import/import-file.ts';
import { noMapping } from '../../src/import/mapping/options.ts';
import type { Survey } from '../../src/import/mapping/survey.ts';
import { parseZone } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { now } from '../sample.ts';
import { csvOf, temporaryFiles } from './files.ts';
import { readDeals, type StoredDeal } from './stored-deals.ts';

const systems: readonly (readonly [system: string, table: readonly (readonly string[])[]])[] = [
  [
    'HubSpot',
    [
      [
        'Record ID',
        'Deal Name',
        'Deal Stage',
        'Pipeline',
        'Amount',
        'Close Date',
        'Create Date',
        'Deal owner',
        'Associated Company',
      ],
      ['1', 'Big one', 'Closed Won', 'Sales', '22,700.50', '2024-03-31 10:00', '2024-01-31 09:30', 'Ada King', 'Acme'],
      ['2', 'Small one', 'Qualified to buy', 'Sales', '1,000', '2024-04-30 10:00', '2024-02-29 09:30', '', 'Beta'],
      ['3', 'Gone', 'Closed Lost', 'Sales', '', '2024-05-31 10:00', '2024-02-28 09:30', 'ada@x.example', 'Beta'],
    ],
  ],
  [
    'Salesforce',
    [
      [
        'Opportunity Name',
        'Account Name',
        'Stage',
        'Amount',
        'Close Date',
        'Created Date',
        'Opportunity Owner',
        'Probability (%)',
        'Opportunity ID',
      ],
      ['Big one', 'Acme', 'Closed Won', '$22,700.50', '3/31/2024', '1/31/2024', 'Ada King', '100', '1'],
      ['Small one', 'Beta', 'Prospecting', '$1,000.00', '4/30/2024', '2/29/2024', '', '50', '2'],
      ['Gone', 'Beta', 'Closed Lost', '', '5/31/2024', '2/28/2024', 'ada@x.example', '0', '3'],
    ],
  ],
  [
    'Zoho CRM',
    [
      [
        'Record Id',
        'Deal Name',
        'Stage',
        'Amount',
        'Closing Date',
        'Created Time',
        'Deal Owner',
        'Account Name',
        'Probability (%)',
      ],
      ['1', 'Big one', 'Closed Won', '$ 22,700.50', '31/03/2024', '31/01/2024 09:30 AM', 'Ada King', 'Acme', '100%'],
      ['2', 'Small one', 'Needs Analysis', '$ 1,000.00', '30/04/2024', '29/02/2024 09:30 AM', '', 'Beta', '50%'],
      [
        '3',
        'Gone',
        'Closed-Lost to Competition',
        '',
        '31/05/2024',
        '28/02/2024 09:30 AM',
        'ada@x.example',
        'Beta',
        '0%',
      ],
    ],
  ],
  [
    'Pipedrive',
    [
      [
        'Deal - ID',
        'Deal - Title',
        'Deal - Status',
        'Deal - Stage',
        'Deal - Value',
        'Deal - Currency of Value',
        'Deal - Expected close date',
        'Deal - Deal created',
        'Deal - Owner',
        'Deal - Organization',
      ],
      ['1', 'Big one', 'Won', 'Negotiation', '22700.5', 'USD', '2024-03-31', '2024-01-31 09:30:00', 'Ada King', 'Acme'],
      ['2', 'Small one', 'Open', 'Negotiation', '1000', 'USD', '2024-04-30', '2024-02-29 09:30:00', '', 'Beta'],
      ['3', 'Gone', 'Lost', 'Negotiation', '', 'USD', '2024-05-31', '2024-02-28 09:30:00', 'ada@x.example', 'Beta'],
    ],
  ],
  [
    'Odoo',
    [
      [
        'External ID',
        'Opportunity',
        'Stage',
        'Expected Revenue',
        'Salesperson',
        'Customer',
        'Probability',
        'Created on',
        'Expected Closing',
      ],
      ['1', 'Big one', 'Won', '22700.50', 'Ada King', 'Acme', '100.0', '2024-01-31 09:30:00', '2024-03-31'],
      ['2', 'Small one', 'Proposition', '1000.0', '', 'Beta', '50.0', '2024-02-29 09:30:00', '2024-04-30'],
      ['3', 'Gone', 'Lost', '', 'ada@x.example', 'Beta', '0.0', '2024-02-28 09:30:00', '2024-05-31'],
    ],
  ],
  [
    'SuiteCRM or vtiger',
    [
      [
        'ID',
        'Opportunity Name',
        'Sales Stage',
        'Opportunity Amount',
        'Expected Close Date',
        'Date Created',
        'Assigned User',
        'Account Name',
      ],
      ['1', 'Big one', 'Closed Won', '22.700,50', '31-03-2024', '31-01-2024 09:30', 'Ada King', 'Acme'],
      ['2', 'Small one', 'Perception Analysis', '1.000,00', '30-04-2024', '29-02-2024 09:30', '', 'Beta'],
      ['3', 'Gone', 'Closed Lost', '', '31-05-2024', '28-02-2024 09:30', 'ada@x.example', 'Beta'],
    ],
  ],
  [
    'Bitrix24',
    [
      [
        'ID',
        'Deal name',
        'Stage',
        'Total',
        'Currency',
        'Responsible person',
        'Company',
        'Created on',
        'Expected close date',
      ],
      ['1', 'Big one', 'Deal won', '22700.5', 'USD', 'Ada King', 'Acme', '31.01.2024 09:30:00', '31.03.2024'],
      ['2', 'Small one', 'Invoice', '1000', 'USD', '', 'Beta', '29.02.2024 09:30:00', '30.04.2024'],
      ['3', 'Gone', 'Deal lost', '', 'USD', 'ada@x.example', 'Beta', '28.02.2024 09:30:00', '31.05.2024'],
    ],
  ],
  [
    'Dynamics 365',
    [
      [
        '(Do Not Modify) Opportunity',
        'Topic',
        'Status',
        'Est. Revenue',
        'Est. Close Date',
        'Created On',
        'Owner',
        'Potential Customer',
      ],
      ['1', 'Big one', 'Won', '$22,700.50', '3/31/2024', '1/31/2024 9:30 AM', 'Ada King', 'Acme'],
      ['2', 'Small one', 'Open', '$1,000.00', '4/30/2024', '2/29/2024 9:30 AM', '', 'Beta'],
      ['3', 'Gone', 'Lost', '', '5/31/2024', '2/28/2024 9:30 AM', 'ada@x.example', 'Beta'],
    ],
  ],
];

describeDatabases('a file of another system', (opened) => {
  const file = temporaryFiles();

  async function importTable(name: string, content: string | Uint8Array, options: Partial<ImportOptions> = {}) {
    const problems: Problem[] = [];
    const surveys: Survey[] = [];
    const summary = await importFile(opened.database, {
      ...{ path: file(name, content), organization: name, now },
      onProblem: (problem) => problems.push(problem),
      onSurvey: (found) => surveys.push(found),
      ...options,
    });
    const deals = summary.organizationId === '' ? [] : await readDeals(opened.database, summary.organizationId);
    return { summary, problems, deals, survey: surveys[0] };
  }

  test.each(systems)('%s goes in as it is', async (system, table) => {
    const { problems, deals, survey } = await importTable(`${system}.csv`, csvOf(table));
    expect(survey?.system).toBe(system);
    expect(problems).toEqual([]);
    const told = deals.map(({ externalId, lead, user, status: [, type], value, note, won, lost }) => {
      return { externalId, lead, user, type, value, note, won, lost };
    });
    expect(told).toEqual([
      {
        ...{ externalId: '1', lead: 'Acme', user: 'Ada King', type: 'won', value: 2_270_050n },
        note: 'Big one',
        won: '2024-03-31',
        lost: null,
      },
      {
        ...{ externalId: '2', lead: 'Beta', user: null, type: 'active', value: 100_000n },
        note: 'Small one',
        won: '2024-04-30',
        lost: null,
      },
      {
        ...{ externalId: '3', lead: 'Beta', user: 'ada', type: 'lost', value: null },
        note: 'Gone',
        won: null,
        lost: '2024-05-31',
      },
    ]);
    expect(deals.map(({ created }) => created?.slice(0, 10))).toEqual(['2024-01-31', '2024-02-29', '2024-02-28']);
  });

  const plain = [
    ['external_id', 'lead_name', 'status_label', 'value'],
    ['1', 'Müller', 'Closed Won', '12.5'],
  ];
  const expectPlain = (deals: readonly StoredDeal[]) =>
    expect(deals).toEqual([expect.objectContaining({ lead: 'Müller', value: 1250n, status: ['Closed Won', 'won'] })]);
  const separated = (separator: string) => plain.map((row) => row.join(separator)).join('\r\n');

  test.each([
    ['semicolons.csv', separated(';')],
    ['tabs.tsv', separated('\t')],
    ['bars.txt', separated('|')],
    ['said.csv', `sep=;\r\n${separated(';')}`],
    ['mac.csv', plain.map((row) => row.join(',')).join('\r')],
    ['utf16le.csv', Buffer.from(`\ufeff${separated('\t')}`, 'utf16le')],
    ['utf16be.csv', Buffer.from(`\ufeff${separated(',')}`, 'utf16le').swap16()],
    ['bom.csv', `\ufeff${separated(',')}`],
    ['gaps.csv', `${plain[0]?.join(',')},,\n,,,,,\n${plain[1]?.join(',')},,\n,,,\n\n`],
    [
      'lines.ndjson',
      JSON.stringify({ external_id: '1', lead_name: 'Müller', status_label: 'Closed Won', value: 1250 }),
    ],
  ])('may be %s', async (name, content) => {
    const { problems, deals } = await importTable(name, content);
    expect(problems).toEqual([]);
    expectPlain(deals);
  });

  test('may be a workbook, with dates and numbers as such', async () => {
    const workbook = await writeExcelFile([
      [...(plain[0] ?? []), 'date_won'].map((value) => ({ value, type: String })),
      [
        ...['1', 'Müller', 'Closed Won'].map((value) => ({ value, type: String })),
        { value: 12.5, type: Number },
        { value: new Date('2024-03-31T00:00:00Z'), type: Date, format: 'dd/mm/yyyy' },
      ],
    ]).toBuffer();
    const { problems, deals } = await importTable('book.xlsx', workbook);
    expect(problems).toEqual([]);
    expectPlain(deals);
    expect(deals[0]?.won).toBe('2024-03-31');
  });

  test('in another encoding says so, and is read when that is said', async () => {
    const latin = Buffer.from(separated(','), 'latin1');
    await expect(importTable('latin.csv', latin)).rejects.toThrow(
      'is not UTF-8: see line 2. Say what it is: --encoding',
    );
    expectPlain((await importTable('latin.csv', latin, { encoding: 'windows-1252' })).deals);
  });

  test('has its columns mapped by who imports, and the others made fields of the type that they have', async () => {
    const table = [
      ['Key', 'What', 'How much', 'State', 'Score', 'Renewal', 'Landing', 'Empty'],
      ['1', 'Rocket', '5,000.00', 'Signed', '10', '2024-02-29', 'x'.repeat(300), ''],
      ['2', 'Boat', '7,000.00', 'Open', '9.5', '2025-01-01', 'short', ''],
    ];
    const map = new Map([
      ...([
        ['Key', 'external_id'],
        ['What', 'name'],
        ['How much', 'value'],
        ['State', 'status_label'],
      ] as const),
    ]);
    const mapping = { ...noMapping, map, statuses: new Map([['signed', 'won']]) };
    const { problems, deals, summary } = await importTable('mapped.csv', csvOf(table), { mapping });
    expect(problems).toEqual([]);
    expect(deals.map(({ externalId, note, value, status }) => [externalId, note, value, status])).toEqual(
      expect.arrayContaining([
        ['1', 'Rocket', 500_000n, ['Signed', 'won']],
        ['2', 'Boat', 700_000n, ['Open', 'active']],
      ]),
    );
    const fields = await opened.database.read(({ rows }) =>
      rows.customField.findMany({
        where: { organizationId: summary.organizationId },
        select: { name: true, type: true },
      }),
    );
    expect(fields.map(({ name, type }) => `${name}: ${type}`).sort()).toEqual([
      ...['Landing: text', 'Renewal: date', 'Score: number'],
    ]);
    expect(summary.ignored).toEqual(['Empty']);
    expect(summary.byStatus).toEqual([
      { label: 'Signed', type: 'won', count: 1, value: 500_000n },
      { label: 'Open', type: 'active', count: 1, value: 700_000n },
    ]);
    const less = await importTable('less.csv', csvOf(table), { mapping: { ...mapping, onlyMapped: true } });
    expect(less.summary).toMatchObject({ customFields: 0, ignored: ['Score', 'Renewal', 'Landing', 'Empty'] });
  });

  test.each([
    ['stauts_label\nWon\n', {}, 'Column "stauts_label" is unknown. Did you mean status_label?'],
    [
      'Deal Name\nRocket\n',
      { map: new Map([['Deal Nam', 'name']]) },
      'The file has no column "Deal Nam". Did you mean "Deal Name"?',
    ],
    ['A\n1\n', { map: new Map([['A', 'valeu']]) }, 'A column cannot be mapped to "valeu". Did you mean value?'],
    ['value,Amount\n1,2\n', { map: new Map([['Amount', 'value']]) }, 'Columns "Amount" and "value" both are value.'],
    [`custom.cf_${'a'.repeat(43)}\n1\n`, {}, 'is a custom field of another organization'],
    ['date_won\n03/04/2026\n', {}, 'can be read by day or by month first'],
  ])('%j is refused as a whole, and makes no organization', async (content, said, message) => {
    const options = { organization: 'Nowhere', mapping: { ...noMapping, ...said } };
    await expect(importTable('refused.csv', content, options)).rejects.toThrow(message);
    const found = await opened.database.read(({ rows }) =>
      rows.organization.findFirst({ where: { name: 'Nowhere' }, select: { id: true } }),
    );
    expect(found).toBeNull();
  });

  test('of bad rows alone makes no organization either', async () => {
    const { summary } = await importTable('bad.csv', 'external_id,status_type\n1,x\n2,y\n', {
      organization: 'Nowhere',
    });
    expect(summary).toMatchObject({ organizationId: '', bad: 2 });
  });

  const euros = 'external_id,value,value_currency\n1,5000,EUR\n';

  test('in another currency is never taken for dollars', async () => {
    const made = await importTable('euros.csv', euros);
    expect(made.summary).toMatchObject({ currency: 'EUR', created: 1 });
    await importTable('dollars.csv', 'external_id,value\n1,5\n', { organization: 'Dollars', currency: 'USD' });
    const into = (content: string, currency?: string) =>
      importTable('more.csv', content, { organization: 'Dollars', currency });
    await expect(into(euros)).rejects.toThrow('The amounts are in EUR, and the organization has its own in USD');
    await expect(into('external_id,value\n2,€5\n')).rejects.toThrow('The amounts are in EUR');
    await expect(into(euros, 'EUR')).rejects.toThrow('The organization has its amounts in USD, not in EUR');
    const both = `${euros}2,7,USD\n3,8,USD\n`;
    await expect(into(both)).rejects.toThrow(
      'The amounts are in EUR (1), USD (2), and an organization has one currency.',
    );
    const { problems, summary } = await into(both, 'USD');
    expect(summary).toMatchObject({ bad: 1 });
    expect(problems).toMatchObject([{ field: 'value_currency' }]);
    const fromJson = JSON.stringify([{ id: 'o1', value: 5000, value_currency: 'EUR', status_type: 'won' }]);
    await expect(importTable('list.json', fromJson, { organization: 'Dollars' })).rejects.toThrow('in EUR');
  });

  test('may say one thing of deals that are known, and leaves the rest', async () => {
    const options = { organization: 'Known' };
    await importTable('first.csv', 'external_id,status_label,value,Deal Name\n1,Closed Won,5,Rocket\n', {
      ...options,
      mapping: { ...noMapping, map: new Map([['Deal Name', 'name']]) },
    });
    const { deals } = await importTable('second.csv', 'external_id,value\n1,6\n', options);
    expect(deals).toMatchObject([{ value: 600n, status: ['Closed Won', 'won'], note: 'Rocket', version: 2 }]);
  });

  test('has its times in the zone that is said', async () => {
    const mapping = { ...noMapping, zone: parseZone('America/New_York') };
    const { deals } = await importTable('zoned.csv', 'external_id,date_created\n1,2024-01-31\n', { mapping });
    expect(deals[0]?.created).toBe('2024-01-31T05:00:00.000Z');
  });
});
