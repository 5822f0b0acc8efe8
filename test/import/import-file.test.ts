/** A file with every kind of row goes in as it is, goes in again without a trace, and can be rehearsed. */
import { beforeAll, expect, test } from 'vitest';
import { plainCatalog } from '../../src/catalog.ts';
import { compileWhere } from '../../src/filter/where.ts';
import { type ImportSummary, importFile } from '../../src/import/import-file.ts';
import { readTotals } from '../../src/opportunity/aggregates.ts';
import { valuePeriods } from '../../src/value/money.ts';
import { formatInstant, type Instant } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { type Deal, dealsCsv, sampleDeals } from './deals.ts';
import { dump } from './dump.ts';
import { temporaryFiles } from './files.ts';
import { readDeals } from './stored-deals.ts';

const now = Date.UTC(2026, 5, 15, 10, 30) as Instant;
const later = (now + 86_400_000) as Instant;
/** More than a batch. */
const deals = sampleDeals(2_300, 7);
const foreignDeals = sampleDeals(150, 100_000);

const defaultConfidence = { won: 100, lost: 0, active: 50 };

/** As it must be stored when imported for the first time. */
const stored = (deal: Deal) => ({
  ...deal,
  lead: deal.lead ?? 'Untitled',
  confidence: deal.confidence ?? defaultConfidence[deal.status[1] ?? 'active'],
  created: deal.created ?? formatInstant(now),
  lost: deal.status[1] === 'lost' ? deal.lost : null,
});

const distinct = (values: readonly (string | null)[]) => new Set(values.filter((value) => value !== null)).size;

describeDatabases('a file of 2,300 deals', (opened) => {
  const file = temporaryFiles();
  const importDeals = (rows: readonly Deal[], organization = 'Acme Sales', options = {}) =>
    importFile(opened.database, { path: file('deals.csv', dealsCsv(rows)), organization, now, ...options });
  const storedDeals = async ({ organizationId }: ImportSummary) => readDeals(opened.database, organizationId);
  let summary: ImportSummary;
  let foreign: ImportSummary;

  beforeAll(async () => {
    const before = await dump(opened.database);
    const rehearsed = await importDeals(deals, 'Acme Sales', { dryRun: true });
    expect(await dump(opened.database)).toEqual(before);
    summary = await importDeals(deals);
    foreign = await importDeals(foreignDeals, 'Somebody Else');
    expect({ ...rehearsed, organizationId: '' }).toEqual({ ...summary, organizationId: '' });
  });

  test('goes in as it is, in its order, what is missing by the rules', async () => {
    const found = await storedDeals(summary);
    expect(found.map(({ id, leadId, version, ...deal }) => deal)).toEqual(deals.map(stored));
    expect(new Set(found.map(({ version }) => version))).toEqual(new Set([1]));
  });

  test('has the totals of its rows', async () => {
    const totals = await opened.database.read((session) => {
      const scope = { organizationId: summary.organizationId, dialect: session.dialect, tables: plainCatalog.tables };
      return readTotals(session, compileWhere(plainCatalog.opportunity, { kind: 'and', filters: [] }, scope));
    });
    for (const period of valuePeriods) {
      const rows = deals.map(stored).filter((deal) => deal.period === period);
      expect(totals[period]).toEqual({
        count: rows.length,
        value: rows.reduce((sum, { value }) => sum + (value ?? 0n), 0n),
        weighted: rows.reduce((sum, { value, confidence }) => sum + (value ?? 0n) * BigInt(confidence), 0n),
      });
    }
  });

  test('creates one lead for each name and for each row without one, one user for each name, no status twice', () => {
    const leadless = deals.filter(({ lead }) => lead === null);
    // An untitled lead is one row's own, and so are its contacts.
    const contacts = deals.filter(({ contact }) => contact !== null);
    const shared = distinct(contacts.map(({ lead, contact }) => (lead === null ? null : `${lead}/${contact}`)));
    expect(summary).toMatchObject({
      ...{ created: deals.length, updated: 0, unchanged: 0, bad: 0, unrepeatable: 0, ignored: [] },
      leads: distinct(deals.map(({ lead }) => lead)) + leadless.length,
      contacts: shared + contacts.filter(({ lead }) => lead === null).length,
      users: distinct(deals.map(({ user }) => user)),
      // Won and Lost are there in a new organization; Engaging is one active status and one won.
      statuses: 2,
      customFields: 1,
    });
  });

  test('writes no history of what it creates', async () => {
    expect((await dump(opened.database)).status_change?.rows).toBe(0);
  });

  test('leaves other organizations alone, though names and external ids are the same', async () => {
    const found = await storedDeals(foreign);
    expect(found.map(({ id, leadId, version, ...deal }) => deal)).toEqual(foreignDeals.map(stored));
    expect(foreign.leads).toBeGreaterThan(0);
    expect(foreign.users).toBeGreaterThan(0);
  });

  test('changes nothing when it is imported again, even later', async () => {
    const before = await dump(opened.database);
    const again = await importDeals(deals, 'Acme Sales', { now: later });
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: deals.length, bad: 0, leads: 0, users: 0 });
    expect(await dump(opened.database)).toEqual(before);
  });

  test('leaves no trace of a rehearsal, which tells what it would change', async () => {
    const before = await dump(opened.database);
    const edited = deals.map((deal) => ({
      ...deal,
      user: 'Newcomer',
      product: 'New',
      status: ['New', 'lost'] as const,
    }));
    const rehearsed = await importDeals(edited, 'Acme Sales', { dryRun: true });
    expect(rehearsed).toMatchObject({ created: 0, updated: deals.length, users: 1, statuses: 1 });
    expect(await dump(opened.database)).toEqual(before);
  });

  test('takes no more statements for a batch of 1,000 rows than for one of 10', async () => {
    const count = async (rows: readonly Deal[]) => {
      opened.statements.length = 0;
      await importDeals(rows.map((deal) => ({ ...deal, note: `${deal.note}.` })));
      return opened.statements.length;
    };
    const few = await count(deals.slice(0, 10));
    expect(await count(deals.slice(10, 1_010))).toBe(few);
  });
});
