/** What a second import of a row changes, and what it leaves as people made it. */
import { expect, test } from 'vitest';
import { importFile } from '../../src/import/import-file.ts';
import { formatInstant, type Instant, toDate } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { csvOf, temporaryFiles } from './files.ts';
import { readDeals } from './stored-deals.ts';

const now = Date.UTC(2026, 5, 15, 10, 30) as Instant;
const later = (now + 3_600_000) as Instant;

describeDatabases('a row that is imported again', (opened) => {
  const file = temporaryFiles();
  let organizations = 0;

  /** Imports one row after another into one organization, each a record of cells. */
  async function importRows(...rows: readonly Readonly<Record<string, string>>[]) {
    const organization = `Organization ${++organizations}`;
    const summaries = [];
    for (const [i, row] of rows.entries()) {
      const cells = { external_id: 'one', status_label: 'Engaging', status_type: 'active', ...row };
      const path = file('row.csv', csvOf([Object.keys(cells), Object.values(cells)]));
      summaries.push(await importFile(opened.database, { path, organization, now: i === 0 ? now : later }));
    }
    const organizationId = summaries[0]?.organizationId ?? '';
    const deals = await readDeals(opened.database, organizationId);
    expect(deals).toHaveLength(1);
    const [deal] = deals;
    const changes = await opened.database.read(({ kysely }) =>
      kysely.selectFrom('status_change').selectAll().where('organization_id', '=', organizationId).execute(),
    );
    return { deal, changes, last: summaries.at(-1), organizationId };
  }

  test('is updated in place, and its version counts it', async () => {
    const { deal, last } = await importRows({ value: '10', note: 'a' }, { value: '20.5', note: 'b' });
    expect(deal).toMatchObject({ value: 2_050n, note: 'b', version: 2 });
    expect(last).toMatchObject({ created: 0, updated: 1, unchanged: 0 });
  });

  test('keeps what its file has no column for, and loses what its file has an empty cell for', async () => {
    const full = { value: '10', user_name: 'Ada King', note: 'n', date_won: '2026-01-31', 'custom.Product': 'Basic' };
    const { deal: kept } = await importRows(full, { value_period: 'annual' });
    expect(kept).toMatchObject({ value: 1_000n, user: 'Ada King', note: 'n', won: '2026-01-31', product: 'Basic' });
    const empty = { value: '', user_name: '', note: '', date_won: '', 'custom.Product': '' };
    const { deal: emptied } = await importRows(full, empty);
    expect(emptied).toMatchObject({ value: null, user: null, note: '', won: null, product: null, version: 2 });
  });

  test('was open before it was won, as is assumed; a change by a later file is known', async () => {
    const won = {
      status_label: 'Won',
      status_type: 'won',
      value: '10',
      date_won: '2026-01-31',
      date_created: '2026-01-01',
    };
    const { organizationId } = await importRows(won, { ...won, value: '20' });
    const { versions, statuses } = await opened.database.write(async ({ prisma }) => ({
      versions: await prisma.opportunityVersion.findMany({ where: { organizationId }, orderBy: { validFrom: 'asc' } }),
      statuses: await prisma.opportunityStatus.findMany({ where: { organizationId } }),
    }));
    const typeOf = (statusId: string) => statuses.find(({ id }) => id === statusId)?.type;
    const told = versions.map(({ statusId, value, dateWon, validFrom, validTo, isAssumed }) => [
      ...[typeOf(statusId), value, dateWon, validFrom.toISOString(), validTo.toISOString(), isAssumed],
    ]);
    expect(told).toEqual([
      ['active', 1000n, null, '2026-01-01T00:00:00.000Z', '2026-01-31T00:00:00.000Z', true],
      ['won', 1000n, '2026-01-31', '2026-01-31T00:00:00.000Z', new Date(now).toISOString(), true],
      ['won', 1000n, '2026-01-31', new Date(now).toISOString(), new Date(later).toISOString(), false],
    ]);
  });

  test('keeps its untitled lead and the time of its first import', async () => {
    const { deal, last } = await importRows({ lead_name: '', date_created: '' }, { lead_name: '', value: '1' });
    expect(deal).toMatchObject({ lead: 'Untitled', created: formatInstant(now), version: 2 });
    expect(last).toMatchObject({ leads: 0 });
  });

  test('has a history from its first change of status on', async () => {
    const { changes, deal } = await importRows(
      { value: '10' },
      { status_label: 'Won', status_type: 'won', value: '30', date_won: '2026-06-01' },
    );
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({
      ...{ opportunity_id: deal?.id, lead_id: deal?.leadId, user_id: null, date_created: toDate(later) },
      ...{ old_status_label: 'Engaging', old_status_type: 'active', old_pipeline_name: 'Sales' },
      ...{ new_status_label: 'Won', new_status_type: 'won', new_status_label_folded: 'won' },
      ...{ opportunity_value: 3_000n, opportunity_confidence: 100, opportunity_date_won: '2026-06-01' },
    });
  });

  test('takes its history along to another lead', async () => {
    const won = { status_label: 'Won', status_type: 'won' };
    const { changes, deal } = await importRows(
      { lead_name: 'A', contact_name: 'Ada' },
      { lead_name: 'A', ...won },
      { lead_name: 'B', ...won },
    );
    expect(deal).toMatchObject({ lead: 'B', contact: null });
    expect(changes.map(({ lead_id }) => lead_id)).toEqual([deal?.leadId]);
  });

  test('keeps a confidence that somebody corrected, until the deal is over', async () => {
    const { deal: corrected } = await importRows({ confidence: '80' }, { value: '1' });
    expect(corrected).toMatchObject({ confidence: 80 });
    const { deal: over } = await importRows({ confidence: '80' }, { status_label: 'Lost', status_type: 'lost' });
    expect(over).toMatchObject({ confidence: 0 });
  });

  test('is not given a date_won by itself, and leaves date_lost behind with the status', async () => {
    const lost = { status_label: 'Lost', status_type: 'lost' };
    const { deal: won } = await importRows({ status_label: 'Won', status_type: 'won' });
    expect(won).toMatchObject({ won: null });
    const { deal: reopened } = await importRows({ ...lost, date_lost: '2026-02-03' }, {});
    expect(reopened).toMatchObject({ lost: null });
    const { deal: stillLost } = await importRows({ ...lost, date_lost: '2026-02-03' }, { ...lost, value: '1' });
    expect(stillLost).toMatchObject({ lost: '2026-02-03' });
    const { deal: neverLost } = await importRows({ date_lost: '2026-02-03' });
    expect(neverLost).toMatchObject({ lost: null });
  });

  test('without external_id it is another opportunity, and the summary says so', async () => {
    const path = file('anonymous.csv', 'status_label,status_type\nWon,won\n');
    const twice = [1, 2].map(() => ({ path, organization: 'Anonymous', now }));
    for (const options of twice) {
      const summary = await importFile(opened.database, options);
      expect(summary).toMatchObject({ created: 1, unrepeatable: 1 });
      expect(await readDeals(opened.database, summary.organizationId)).toHaveLength(twice.indexOf(options) + 1);
    }
  });
});
