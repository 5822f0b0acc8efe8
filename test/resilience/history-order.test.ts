/** Changes of status at the same time: the history tells them in the order in which they happened. RACE_ROUNDS says how many. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { openDatabase } from '../../src/db/client.ts';
import { lockById } from '../../src/db/versioned.ts';
import { createOpportunity } from '../../src/opportunity/create.ts';
import { updateOpportunity } from '../../src/opportunity/update.ts';
import { createApiKey } from '../../src/organization/api-key.ts';
import type { Instant } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, fixedNow, later, type Office, readOpportunity } from '../fixtures.ts';
import { patience } from '../patience.ts';

const rounds = Number(process.env.RACE_ROUNDS ?? 25);

describeDatabases('changes of status at the same time', (opened) => {
  let mine: Office;
  let headers: Record<string, string>;
  let apps: readonly App[];
  beforeAll(async () => {
    ({ mine } = await createOffices(opened.database));
    const { organizationId, userId } = mine.caller;
    const key = await opened.database.write((session) =>
      createApiKey(session, { organizationId, userId, name: 'test' }, { now: fixedNow }),
    );
    headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    // The second has connections and locks of its own, as another process has.
    apps = [0, 1].map(() => createApp({ databaseUrl: opened.url, requestTimeout: patience }));
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
  });

  const create = () =>
    opened.database.write((session) => createOpportunity(session, mine.caller, { leadId: mine.leadId }));
  const readHistory = (opportunityId: string) =>
    opened.database.write(({ prisma }) =>
      prisma.statusChange.findMany({ where: { opportunityId }, orderBy: [{ dateCreated: 'asc' }, { rowKey: 'asc' }] }),
    );
  /** One after the other without a gap, from the creation to what the row is. */
  const expectVersionsToLeadTo = async (opportunityId: string) => {
    const versions = await opened.database.write(({ prisma }) =>
      prisma.opportunityVersion.findMany({ where: { opportunityId }, orderBy: { validFrom: 'asc' } }),
    );
    const row = await readOpportunity(opened.database, opportunityId);
    expect(versions.map(({ version }) => version)).toEqual(versions.map((_, index) => index + 1));
    expect(versions.map(({ validFrom }) => validFrom)).toEqual(
      [row.dateCreated, ...versions.map(({ validTo }) => validTo)].slice(0, -1),
    );
    expect(versions.at(-1)).toMatchObject({ validTo: row.dateUpdated, version: row.version - 1 });
    const changes = await readHistory(opportunityId);
    expect(versions.map(({ statusId }) => statusId)).toEqual(changes.map(({ oldStatusId }) => oldStatusId));
  };
  const overGraphql = (id: string, statusId: string) => ({
    path: '/graphql',
    method: 'POST',
    body: {
      query:
        'mutation ($id: ID!, $statusId: ID!) { updateOpportunity(id: $id, input: { statusId: $statusId }) { __typename } }',
      variables: { id, statusId },
    },
  });
  const overRest = (id: string, statusId: string) => ({
    ...{ path: `/api/v1/opportunity/${id}/`, method: 'PUT', body: { status_id: statusId } },
  });
  const change = async (caller: number, id: string, statusId: string) => {
    const { path, method, body } = caller % 2 === 0 ? overGraphql(id, statusId) : overRest(id, statusId);
    const request = new Request(`http://gateway.test${path}`, { method, headers, body: JSON.stringify(body) });
    const response = await apps[(caller >> 1) % 2]?.fetch(request);
    expect([response?.status, await response?.json()]).toEqual([200, expect.not.objectContaining({ errors: [] })]);
  };

  test.each([2, 4])(
    'of %i, the newest entry is the status of the deal, and each begins where the last ended',
    {
      timeout: 120_000 + rounds * 1000,
    },
    async (count) => {
      const { talking, won, lost, renewed } = mine.status;
      for (let round = 0; round < rounds; round++) {
        const id = await create();
        await Promise.all([talking, won, lost, renewed].slice(0, count).map((status, i) => change(i, id, status)));
        const steps = await readHistory(id);
        const { statusId, dateUpdated } = await readOpportunity(opened.database, id);
        expect(steps.map((step) => step.oldStatusId)).toEqual([
          mine.status.open,
          ...steps.slice(0, -1).map((step) => step.newStatusId),
        ]);
        expect(steps).toHaveLength(count);
        expect(steps.at(-1)).toMatchObject({ newStatusId: statusId, dateCreated: dateUpdated });
        expect(new Set(steps.map((step) => step.dateCreated.getTime())).size).toBe(count);
        await expectVersionsToLeadTo(id);
      }
    },
  );

  test('a change that was asked for before the last one is later all the same, though clocks differ', async () => {
    const id = await create();
    const update = (statusId: string, milliseconds: number) =>
      opened.database.write((session) =>
        updateOpportunity(session, later(mine.caller, milliseconds), { id, change: { statusId } }),
      );
    await update(mine.status.lost, 5000);
    await update(mine.status.won, 1000);
    await update(mine.status.lost, 2000);
    const moments = (await readHistory(id)).map((step) => step.dateCreated.getTime() - fixedNow);
    expect(moments).toEqual([5000, 5001, 5002]);
    expect(await readOpportunity(opened.database, id)).toMatchObject({ dateLost: new Date(fixedNow + 5002) });
  });

  test('all that a transaction changes is of one moment, which is that of its locks and not that of its beginning', async () => {
    const ids = [await create(), await create()];
    let now = fixedNow;
    const database = openDatabase(opened.url, { clock: () => now });
    await database.write(async (session) => {
      now = (fixedNow + 60_000) as Instant;
      await lockById(session, 'opportunity', mine.organizationId, ids);
      for (const id of ids) {
        await updateOpportunity(session, mine.caller, { id, change: { note: 'changed' } });
        now = (now + 60_000) as Instant;
      }
    });
    await database.close();
    for (const id of ids) {
      expect(await readOpportunity(opened.database, id)).toMatchObject({ dateUpdated: new Date(fixedNow + 60_000) });
    }
  });
});
