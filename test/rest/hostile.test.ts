/**
 * Requests that nobody means well with: paths, parameters, bodies, bytes and headers at random, and near to what is right. No
 * answer is a fault of ours, none takes a second, none tells of the inside; and then the same program answers as before.
 * HOSTILE_REQUESTS sets how many there are, half of them on each database.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeDatabases, providers } from '../describe-databases.ts';
import { type HostileRequest, hostileRequest } from './arbitraries.ts';
import { openRest } from './client.ts';
import { useOffice } from './office.ts';

const requests = Math.ceil(Number(process.env.HOSTILE_REQUESTS ?? 2000) / providers.length);

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
        // What takes long when it is asked again does so by itself, and not because the machine was busy with something else.
        const patience = 1000;
        if ((await ask(request)) > patience) expect(await ask(request)).toBeLessThan(patience);
      });
      await fc.assert(property, { numRuns: requests, endOnFailure: true });
      // Requests that are all refused at the entrance would prove little.
      expect(counts.get(200)).toBeGreaterThan(requests / 20);

      const after = openRest(opened, () => key);
      const { status, body } = await after.post('/opportunity/', { lead_id: (await after.post('/lead/', {})).body.id });
      expect([status, (await after.get(`/opportunity/${body.id}/`)).body]).toEqual([200, body]);
      await after.close();
    },
    60_000 + requests * 60,
  );
});

/** What a client could not even send is no request. */
function requestOf(url: string, init: RequestInit): Request | undefined {
  try {
    return new Request(url, init);
  } catch {
    return undefined;
  }
}
