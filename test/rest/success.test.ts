/** What succeeds, and how that is told (1.1): 200 with the object, whatever was done to it; hardly anything is told otherwise. */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { ok } from './answers.ts';
import { useOffice } from './office.ts';

/** `PUT` changes the one field; the name is what is told to be missing after the deletion. */
const resources: readonly [path: string, name: string, body: object, change: object][] = [
  ['/opportunity/', 'Opportunity', {}, { note: 'changed' }],
  ['/lead/', 'Lead', { name: 'A' }, { name: 'B' }],
  ['/contact/', 'Contact', { name: 'A' }, { name: 'B' }],
  ['/status/opportunity/', 'OpportunityStatus', { label: 'A' }, { label: 'B' }],
  ['/status/lead/', 'LeadStatus', { label: 'A' }, { label: 'B' }],
  ['/custom_field/opportunity/', 'OpportunityCustomField', { name: 'A', type: 'text' }, { name: 'B' }],
  ['/custom_field/lead/', 'LeadCustomField', { name: 'A', type: 'text' }, { name: 'B' }],
  ['/custom_field/shared/', 'SharedCustomField', { name: 'A', type: 'text' }, { name: 'B' }],
];

describeDatabases('success over REST', (opened) => {
  const office = useOffice(opened);

  describe('1.1 1.9 200 to create, list, read, change and delete, and 404 afterwards', () => {
    for (const [path, name, body, change] of resources) {
      test(path, async () => {
        const { mine, rest } = office;
        const needed = path === '/contact/' ? { lead_id: mine.leadId } : {};
        const made = await ok(rest.post(path, { ...body, ...needed }));
        const one = `${path}${made.id}/`;
        expect((await ok(rest.get(path))).data).toContainEqual(made);
        expect(await ok(rest.get(one))).toEqual(made);
        const changed = await ok(rest.put(one, change));
        expect(changed).toMatchObject(change);
        expect(Object.keys(changed)).toEqual(Object.keys(made));
        const deleted = await rest.delete(one);
        expect([deleted.status, deleted.text, deleted.headers.get('content-length')]).toEqual([200, '{}\n', '3']);
        const missing = { status: 404, body: { error: `Empty query: ${name} matching query does not exist.` } };
        for (const method of ['get', 'delete'] as const) expect(await rest[method](one)).toMatchObject(missing);
        expect(await rest.put(one, change)).toMatchObject(missing);
      });
    }
  });

  test('1.5 total_results is told of opportunities and leads alone', async () => {
    const { rest } = office;
    const lists = [
      ...['/contact/', '/user/', '/status/opportunity/', '/status/lead/', '/pipeline/', '/custom_field/opportunity/'],
      ...['/custom_field/lead/', '/custom_field/shared/', '/api_key/', '/activity/status_change/opportunity/'],
    ];
    for (const path of lists) {
      expect([path, Object.keys(await ok(rest.get(path)))]).toEqual([path, ['data', 'has_more']]);
    }
    for (const path of ['/opportunity/', '/lead/']) expect(await ok(rest.get(path))).toHaveProperty('total_results');
  });

  test('1.8 ids have the prefix of their kind, and mean something else in another case', async () => {
    const { mine, rest } = office;
    const made = await ok(rest.post('/opportunity/', { lead_id: mine.leadId, contact_id: mine.contactId }));
    await ok(rest.put(`/opportunity/${made.id}/`, { status_id: mine.status.talking }));
    const [change] = (await ok(rest.get(`/activity/status_change/opportunity/?opportunity_id=${made.id}`))).data;
    const field = await ok(rest.post('/custom_field/opportunity/', { name: 'Case', type: 'text' }));
    const me = await ok(rest.get('/me/'));
    for (const [prefix, id] of [
      ...[['oppo', made.id] as const, ['lead', made.lead_id] as const, ['cont', made.contact_id] as const],
      ...[['user', made.user_id] as const, ['orga', made.organization_id] as const, ['stat', made.status_id] as const],
      ...[['pipe', made.pipeline_id] as const, ['acti', change.id] as const, ['cf', field.id] as const],
      ['memb', me.memberships[0].id] as const,
    ]) {
      expect(id).toMatch(new RegExp(`^${prefix}_[0-9A-Za-z]{43}$`));
    }
    expect((await rest.get(`/opportunity/${inOtherCase(made.id)}/`)).status).toBe(404);
    for (const [name, id] of Object.entries({ id__in: made.id, lead_id: made.lead_id, user_id: made.user_id })) {
      const { total_results } = await ok(rest.get(`/opportunity/?${name}=${inOtherCase(id)}`));
      expect([name, total_results]).toEqual([name, 0]);
    }
  });
});

/** `oppo_aB1` -> `oppo_Ab1` */
function inOtherCase(id: string): string {
  const [prefix = '', rest = ''] = id.split('_');
  const letters = [...rest].map((letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
  return `${prefix}_${letters.join('')}`;
}
