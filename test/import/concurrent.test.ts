/** Imports that run at the same time take turns: nothing is created twice, nothing is lost. */
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { importFile } from '../../src/import/import-file.ts';
import type { Instant } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { dealsCsv, sampleDeals } from './deals.ts';
import { dump } from './dump.ts';
import { temporaryFiles } from './files.ts';
import { readDeals } from './stored-deals.ts';

const now = Date.UTC(2026, 5, 15) as Instant;

describeDatabases('two imports into one organization at once', (opened) => {
  const file = temporaryFiles();

  test('create each lead, user, status and opportunity once', async () => {
    const deals = sampleDeals(2_400, 1).map((deal) => ({ ...deal, lead: deal.lead ?? 'Nobody' }));
    const options = { organization: 'Busy', now };
    // The organization itself, and nothing else.
    const { organizationId } = await importFile(opened.database, {
      ...{ ...options, path: file('none.csv', dealsCsv([])) },
    });
    const halves = [deals.slice(0, 1_500), deals.slice(900)];
    const paths = halves.map((half, i) => file(`half-${i}.csv`, dealsCsv(half)));
    const databases = paths.map(() => openDatabase(opened.url, { maxWait: 30_000 }));
    const summaries = await Promise.all(
      paths.map((path, i) => importFile(databases[i] ?? opened.database, { ...options, path })),
    );
    await Promise.all(databases.map((database) => database.close()));

    const sum = (key: 'created' | 'updated' | 'unchanged' | 'leads' | 'users' | 'statuses' | 'customFields') =>
      summaries.reduce((total, summary) => total + summary[key], 0);
    expect([sum('created'), sum('updated'), sum('unchanged')]).toEqual([2_400, 0, 600]);
    const distinct = (values: readonly (string | null)[]) => new Set(values.filter((value) => value !== null)).size;
    expect(sum('leads')).toBe(distinct(deals.map(({ lead }) => lead)));
    expect(sum('users')).toBe(distinct(deals.map(({ user }) => user)));
    expect([sum('statuses'), sum('customFields')]).toEqual([2, 1]);
    const { lead, custom_field, opportunity_status } = await dump(opened.database);
    expect([lead?.rows, custom_field?.rows, opportunity_status?.rows]).toEqual([sum('leads'), 1, 5]);
    const stored = await readDeals(opened.database, organizationId);
    expect(new Set(stored.map(({ externalId }) => externalId)).size).toBe(2_400);
    expect(stored).toHaveLength(2_400);
  });
});
