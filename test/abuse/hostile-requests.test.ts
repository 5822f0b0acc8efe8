/**
 * Requests that nobody means well with: paths, parameters, bodies, bytes and headers at random, and near to what is right. No
 * answer is a fault of ours, none takes a second, none tells of the inside; and then the same program answers as before.
 * HOSTILE_REQUESTS sets how many there are, half of them on each database.
 */
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeDatabases, providers } from '../describe-databases.ts';
import { ok } from '../rest/answers.ts';
import { query, type RestClient } from '../rest/client.ts';
import { useOffice } from '../rest/office.ts';
import { type HostileRequest, hostileRequest } from './hostile-request.ts';

/** In milliseconds. */
const patience = 1000;

const requests = Math.ceil(Number(process.env.HOSTILE_REQUESTS ?? 1200) / providers.length);

describeDatabases('hostile requests', (opened) => {
  const office = useOffice(opened);

  test(
    `${requests} of them do no harm`,
    async () => {
      const { mine, theirs, rest } = office;
      const key = await office.makeKey(mine.caller.userId);
      const { body: opportunity } = await rest.post('/opportunity/', { lead_id: mine.leadId, note: 'stays' });
      const { body: field } = await rest.post('/custom_field/opportunity/', { name: 'Tags', type: 'text' });
      const people = [...mine.userIds, theirs.leadId, theirs.status.open];
      const ids = [
        opportunity.id,
        field.id,
        mine.leadId,
        mine.contactId,
        mine.organizationId,
        ...people,
        ...Object.values(mine.status),
      ];
      const words = [
        'won',
        'Open',
        'monthly',
        'opportunity',
        'lead',
        'choices',
        'user_id',
        '-date_won__week',
        '_all',
        '2026-01-01',
      ];

      const counts = new Map<number, number>();
      const ask = async ({ method, path, headers, body }: HostileRequest): Promise<number> => {
        const init = { method, headers, ...(body !== undefined && { body }) };
        const request = requestOf(`http://gateway.test/api/v1${path}`, init);
        if (!request) return 0;
        const began = performance.now();
        const response = await rest.app.fetch(request);
        const text = await response.text();
        const took = performance.now() - began;
        counts.set(response.status, (counts.get(response.status) ?? 0) + 1);
        if (response.status >= 500) throw new Error(`${response.status}: ${text.slice(0, 300)}`);
        expect(text).not.toMatch(/node_modules|\bat \S+ \(|\.ts:\d+|prisma|kysely|sqlite|postgres/i);
        if (text !== '' && response.headers.get('content-type') === 'application/json') JSON.parse(text);
        return took;
      };
      const property = fc.asyncProperty(hostileRequest({ ids, words }, key), async (request) => {
        let took = await ask(request);
        // What takes long by itself does so each time; a busy machine lets a request wait now and then.
        for (let pause = 500; took > patience && pause <= 4000; pause *= 2) {
          await setTimeout(pause);
          took = await ask(request);
        }
        expect(took).toBeLessThan(patience);
      });
      await fc.assert(property, { numRuns: requests, endOnFailure: true });
      // Requests that are all refused at the entrance would prove little.
      expect(counts.get(200)).toBeGreaterThan(requests / 20);

      await answersAsBefore(rest);
    },
    60_000 + requests * 60,
  );
});

/** The same program, with all that the requests may have left in it: set-up, writing, lists, groups, history and deletion. */
async function answersAsBefore(rest: RestClient): Promise<void> {
  const statuses = ['active', 'won'].map((type) => ({ label: `Afterwards ${type}`, type }));
  const pipeline = await ok(rest.post('/pipeline/', { name: 'Afterwards', statuses }), 201);
  const [, won] = pipeline.statuses;
  const lead = await ok(rest.post('/lead/', { name: 'Afterwards', contacts: [{ name: 'Eve' }] }));
  const made = await ok(rest.post('/opportunity/', { lead_id: lead.id, pipeline_id: pipeline.id, value: 5 }));
  const path = `/opportunity/${made.id}/`;
  expect(await ok(rest.get(path))).toEqual(made);
  const changed = await ok(rest.put(path, { status_id: won.id }));
  expect(changed).toMatchObject({ status_type: 'won', date_won: '2026-06-15' });
  const list = `/opportunity/${query({ query: 'value = 0.05 and status:"Afterwards won"', lead_id: lead.id })}`;
  expect(await ok(rest.get(list))).toMatchObject({ data: [changed], total_results: 1, total_value_annualized: 5 });
  const grouped = await ok(rest.get(`${list}&_group_by=date_won__week`));
  expect(grouped.data).toMatchObject([{ key: '2026-W25', objects: [changed], total_value_one_time: 5 }]);
  const history = await ok(rest.get(`/activity/status_change/opportunity/?opportunity_id=${made.id}`));
  expect(history.data).toMatchObject([{ old_status_label: 'Afterwards active', new_status_label: 'Afterwards won' }]);
  expect((await ok(rest.get(`/lead/${lead.id}/`))).opportunities).toEqual([changed]);
  expect(await ok(rest.delete(`/lead/${lead.id}/`))).toEqual({});
  expect((await rest.get(path)).status).toBe(404);
}

/** What a client could not even send is no request. */
function requestOf(url: string, init: RequestInit): Request | undefined {
  try {
    return new Request(url, init);
  } catch {
    return undefined;
  }
}
