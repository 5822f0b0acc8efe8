/** Who is asking and where they work (3.4). */
import { describe, expect, test } from 'vitest';
import { deactivateUser } from '../../../src/user/membership.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { ok } from '../answers.ts';
import { useOffice } from '../office.ts';

describeDatabases('people over REST', (opened) => {
  const office = useOffice(opened);

  describe('3.4', () => {
    const userKeys = [
      ...['date_created', 'date_updated', 'email', 'email_verified_at', 'first_name', 'google_profile_image_url', 'id'],
      ...['image', 'last_name', 'last_used_timezone', 'organizations'],
    ];

    test('users have these keys, and only the organization of the key among theirs', async () => {
      const { mine, rest } = office;
      const body = await ok(rest.get('/user/'));
      expect(Object.keys(body)).toEqual(['data', 'has_more']);
      expect(body.data.map(({ first_name }: { first_name: string }) => first_name)).toEqual(['Ada', 'Bo', 'Cy']);
      const [ada] = body.data;
      expect(Object.keys(ada)).toEqual(userKeys);
      expect(ada).toMatchObject({
        ...{ id: mine.caller.userId, email: 'ada@mine.example', last_name: 'Lovelace', image: null },
        organizations: [mine.organizationId],
      });
      expect(await ok(rest.get(`/user/${ada.id}/?_fields=id,email`))).toEqual({ id: ada.id, email: ada.email });
    });

    test('1.5 pages of users, as scripts walk them', async () => {
      const { rest } = office;
      const first = await ok(rest.get('/user/?_skip=0&_limit=2'));
      const second = await ok(rest.get('/user/?_skip=2&_limit=2'));
      expect([first.data.length, first.has_more, second.data.length, second.has_more]).toEqual([2, true, 1, false]);
      expect(await ok(rest.get('/user/?_limit=0'))).toEqual({ data: [], has_more: true });
      expect((await rest.get('/user/?_limit=1000')).status).toBe(200);
      for (const skip of [3_000_000_000, Number.MAX_SAFE_INTEGER]) {
        for (const path of ['/user/', '/contact/', '/opportunity/']) {
          expect((await ok(rest.get(`${path}?_skip=${skip}`))).data).toEqual([]);
        }
      }
    });

    test('me is the user of the key, with membership and organization', async () => {
      const { mine, rest } = office;
      const me = await ok(rest.get('/me/'));
      const unknown = ['country', 'outbound_carrier', 'phone', 'preferred_twilio_edge', 'totp_auth_state'];
      const none = ['all_group_numbers', 'connected_accounts', 'email_accounts', 'email_signatures', 'phone_numbers'];
      const more = [...unknown, ...none, 'is_passwordless', 'memberships'];
      expect(Object.keys(me)).toEqual([...userKeys, ...more].toSorted());
      expect(me.id).toBe(mine.caller.userId);
      expect([unknown.map((key) => me[key]), none.map((key) => me[key])]).toEqual([
        unknown.map(() => null),
        none.map(() => []),
      ]);
      expect(me.memberships).toMatchObject([
        {
          ...{ id: expect.stringMatching(/^memb_/), organization_id: mine.organizationId, user_id: me.id },
          ...{ role: 'admin', role_id: 'admin' },
          ...{ auto_record_calls: null, default_caller_id: null, hangup_recording_url: null, is_free: null },
          ...{ may_workflows_impersonate: null, onboarding_status: null, permissions_granted: [] },
          ...{ primary_personal_number: null, track_email_opens: null },
        },
      ]);
      expect(me.organizations).toEqual([await ok(rest.get(`/organization/${mine.organizationId}/`))]);
    });

    test('the organization has all that scripts read of it, and honours _fields', async () => {
      const { mine, rest } = office;
      await opened.database.write((session) => deactivateUser(session, mine.caller, mine.userIds[2]));
      const path = `/organization/${mine.organizationId}/`;
      const organization = await ok(rest.get(path));
      expect(organization).toMatchObject({
        ...{ id: mine.organizationId, name: 'Mine', currency: 'USD', currency_symbol: '$' },
        lead_statuses: [{ label: 'Potential' }, { label: 'Customer' }],
        lead_custom_fields: [],
        ...{ user_count: 2, features: [], status: null, plan_id: null, plan_type: null, plan_version: null },
        ...{ billing_account_id: null, cancellation_date: null, created_by: null, updated_by: null, trial_ends: null },
        ...{ leads_email: null, payment_fail_date: null, transcript_enabled: null, abandonment_message_url: null },
        ...{ enable_unsubscribe_link: null, require_unsubscribe_link: null, predictive_dialer_status: null },
        limit_of_connected_accounts_per_membership: null,
      });
      expect(organization.opportunity_statuses).toHaveLength(7);
      expect(organization.pipelines).toEqual((await ok(rest.get('/pipeline/'))).data);
      const members = ({ user_id, user_full_name, user_email }: Record<string, string>) => [
        user_id,
        user_full_name,
        user_email,
      ];
      expect(organization.memberships.map(members)).toEqual([
        [mine.userIds[0], 'Ada Lovelace', 'ada@mine.example'],
        [mine.userIds[1], 'Bo Diddley', 'bo@mine.example'],
      ]);
      expect(organization.inactive_memberships.map(members)).toEqual([
        [mine.userIds[2], 'Cy Twombly', 'cy@mine.example'],
      ]);
      const few = await ok(rest.get(`${path}?_fields=memberships,inactive_memberships,name`));
      expect(Object.keys(few)).toEqual(['inactive_memberships', 'memberships', 'name']);
      const missing = await rest.get(`/organization/${office.theirs.organizationId}/`);
      expect(missing).toMatchObject({
        status: 404,
        body: { error: 'Empty query: Organization matching query does not exist.' },
      });
    });

    test('api_key tells the organization, and no key', async () => {
      const { mine, rest } = office;
      const body = await ok(rest.get('/api_key/'));
      expect(body.data[0].organization_id).toBe(mine.organizationId);
      expect(Object.keys(body.data[0])).toEqual(['date_created', 'id', 'name', 'organization_id', 'user_id']);
    });
  });
});
