/** The history of statuses (3.7). */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { ids, ok } from '../answers.ts';
import { query } from '../client.ts';
import { useOffice } from '../office.ts';

describeDatabases('changes of status over REST', (opened) => {
  const office = useOffice(opened);

  describe('3.7 changes of status', () => {
    const path = '/activity/status_change/opportunity/';

    test('have these keys, and are filtered by opportunity, lead, user, id and date', async () => {
      const { mine, rest } = office;
      const { id } = await ok(
        rest.post('/opportunity/', {
          lead_id: mine.leadId,
          value: 500,
          value_period: 'monthly',
          contact_id: mine.contactId,
        }),
      );
      await ok(rest.put(`/opportunity/${id}/`, { status_id: mine.status.won, date_won: '2021-07-15' }));
      const { data } = await ok(rest.get(`${path}?opportunity_id=${id}`));
      // The clock stands still in this test; the change is later than the creation all the same.
      const moment = '2026-06-15T10:30:00.001000+00:00';
      expect(data).toEqual([
        {
          ...{ _type: 'OpportunityStatusChange', id: expect.stringMatching(/^acti_/), opportunity_id: id },
          ...{ organization_id: mine.organizationId, lead_id: mine.leadId, contact_id: mine.contactId },
          ...{ old_status_id: mine.status.open, old_status_label: 'Open', old_status_type: 'active' },
          ...{ old_pipeline_id: mine.pipelines.sales, old_pipeline_name: 'Sales' },
          ...{ new_status_id: mine.status.won, new_status_label: 'Won', new_status_type: 'won' },
          ...{ new_pipeline_id: mine.pipelines.sales, new_pipeline_name: 'Sales' },
          ...{ opportunity_value: 500, opportunity_value_period: 'monthly', opportunity_value_currency: 'USD' },
          ...{ opportunity_value_formatted: '$5 monthly', opportunity_confidence: 50 },
          opportunity_date_won: '2021-07-15T00:00:00+00:00',
          ...{ user_id: mine.caller.userId, user_name: 'Ada Lovelace', users: [] },
          ...{ created_by: mine.caller.userId, created_by_name: 'Ada Lovelace' },
          ...{ updated_by: mine.caller.userId, updated_by_name: 'Ada Lovelace' },
          ...{ activity_at: moment, date_created: moment, date_updated: moment },
        },
      ]);
      const [change] = data;
      const found = async (params: Record<string, string>) => ids(await ok(rest.get(`${path}${query(params)}`)));
      for (const params of [
        ...[
          { id__in: change.id },
          { lead_id: mine.leadId },
          { user_id: mine.caller.userId },
          { contact_id: mine.contactId },
        ],
        ...[{ date_created__gte: '2026-06-15' }, { activity_at__lte: '2026-06-15' }],
      ] as Record<string, string>[]) {
        expect([params, await found(params)]).toEqual([params, [change.id]]);
      }
      expect(await found({ date_created__lt: '2026-06-15' })).toEqual([]);
      expect(await ok(rest.get(`${path}${change.id}/`))).toEqual(change);
    });

    test('may be written by hand without moving the deal, and removed; there is no PUT', async () => {
      const { mine, rest } = office;
      const opportunity = await ok(rest.post('/opportunity/', { lead_id: mine.leadId }));
      const entry = {
        opportunity_id: opportunity.id,
        old_status_id: mine.status.open,
        new_status_id: mine.status.lost,
      };
      const made = await ok(
        rest.post(path, { ...entry, date_created: '2020-01-01T00:00:00Z', user_id: mine.userIds[1] }),
      );
      expect(made).toMatchObject({
        ...entry,
        activity_at: '2020-01-01T00:00:00.000000+00:00',
        user_name: 'Bo Diddley',
      });
      expect(await ok(rest.get(`/opportunity/${opportunity.id}/`))).toEqual(opportunity);
      expect((await rest.put(`${path}${made.id}/`, {})).status).toBe(405);
      expect(await ok(rest.delete(`${path}${made.id}/`))).toEqual({});
      expect((await rest.delete(`${path}${made.id}/`)).status).toBe(404);
      expect(await ok(rest.get(`/opportunity/${opportunity.id}/`))).toEqual(opportunity);
    });

    test('what is wrong is told by name', async () => {
      const { mine, rest } = office;
      const errors = async (body: object) => (await rest.post(path, body)).body['field-errors'];
      const { id } = await ok(rest.post('/opportunity/', { lead_id: mine.leadId }));
      expect(await errors({})).toEqual({ opportunity: 'This field is required.' });
      expect(await errors({ opportunity_id: 'oppo_none', new_status_id: mine.status.won })).toEqual({
        opportunity: 'Object does not exist.',
      });
      expect(await errors({ opportunity_id: id, new_status_id: office.theirs.status.won })).toHaveProperty(
        'new_status_id',
      );
      expect(await errors({ opportunity_id: id, new_status_id: mine.status.won, user_id: 'user_x' })).toHaveProperty(
        'user',
      );
    });
  });
});
