/** Webhooks over REST: who may make which, and what an event leaves for them in its own transaction. */
import { expect, test } from 'vitest';
import { DomainError } from '../../../src/errors.ts';
import { setRole } from '../../../src/user/membership.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { ids, ok } from '../answers.ts';
import { openRest } from '../client.ts';
import { useOffice } from '../office.ts';

const won = { object_type: 'opportunity', action: 'created' };
const hook = { url: 'https://example.com/hook', events: [won] };

describeDatabases('webhooks over REST', (opened) => {
  const office = useOffice(opened);
  const waiting = () =>
    opened.database.write(({ prisma }) => prisma.webhookDelivery.findMany({ orderBy: { rowKey: 'asc' } }));

  test('are made, shown, listed, changed and deleted, and tell their key once', async () => {
    const { rest } = office;
    const made = await ok(rest.post('/webhook/', hook));
    const { signature_key: key, ...shown } = made;
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(shown).toMatchObject({ ...hook, status: 'active', verify_ssl: true, created_by: office.mine.caller.userId });
    expect(shown.id).toMatch(/^whsub_/);
    expect(await ok(rest.get(`/webhook/${shown.id}/`))).toEqual(shown);
    expect(await ok(rest.get('/webhook/'))).toEqual({ data: [shown], has_more: false });
    const changed = await ok(rest.put(`/webhook/${shown.id}/`, { status: 'paused', verify_ssl: false }));
    expect(changed).toMatchObject({ ...hook, status: 'paused', verify_ssl: false });
    // What is sent back whole changes nothing.
    expect(await ok(rest.put(`/webhook/${shown.id}/`, changed))).toEqual(changed);
    expect(await ok(rest.delete(`/webhook/${shown.id}/`))).toEqual({});
    expect((await rest.get(`/webhook/${shown.id}/`)).status).toBe(404);
  });

  test('are of one organization, and of its admins', async () => {
    const { rest, theirRest, mine } = office;
    const { id } = await ok(rest.post('/webhook/', hook));
    const path = `/webhook/${id}/`;
    expect(ids(await ok(theirRest.get('/webhook/')))).toEqual([]);
    for (const answer of [theirRest.get(path), theirRest.put(path, { status: 'paused' }), theirRest.delete(path)]) {
      expect((await answer).status).toBe(404);
    }
    const [, bo] = mine.userIds;
    await opened.database.write((session) => setRole(session, mine.caller, bo, 'user'));
    const key = await office.makeKey(bo);
    const user = openRest(opened, () => key);
    expect(ids(await ok(user.get('/webhook/')))).toEqual([]);
    for (const answer of [user.post('/webhook/', hook), user.put(path, { status: 'paused' }), user.delete(path)]) {
      expect((await answer).status).toBe(403);
    }
    await user.close();
    expect((await ok(rest.get(path))).status).toBe('active');
    await ok(rest.delete(path));
  });

  test.each([
    ['no address', { ...hook, url: 'example.com' }, 'url', 'address like https'],
    ['another protocol', { ...hook, url: 'ftp://example.com' }, 'url', 'address like https'],
    ['a password', { ...hook, url: 'https://me:secret@example.com' }, 'url', 'name or password'],
    ['this machine by name', { ...hook, url: 'http://localhost:4000/' }, 'url', 'WEBHOOK_PRIVATE_ADDRESSES'],
    ['this machine', { ...hook, url: 'http://127.0.0.1/' }, 'url', 'WEBHOOK_PRIVATE_ADDRESSES'],
    ['this machine as one number', { ...hook, url: 'http://2130706433/' }, 'url', '127.0.0.1'],
    ['this machine in octal', { ...hook, url: 'http://0177.1/' }, 'url', '127.0.0.1'],
    ['this machine in IPv6', { ...hook, url: 'http://[::1]/' }, 'url', '::1'],
    ['IPv4 within IPv6', { ...hook, url: 'http://[::ffff:10.0.0.1]/' }, 'url', 'public'],
    ['metadata of a cloud', { ...hook, url: 'http://169.254.169.254/latest' }, 'url', '169.254.169.254'],
    ['a private network', { ...hook, url: 'https://192.168.1.1/' }, 'url', '192.168.1.1'],
    ['a unique local address', { ...hook, url: 'https://[fd00::1]/' }, 'url', 'fd00::1'],
    ['nothing to tell', { ...hook, events: [] }, 'events', 'at least one'],
    [
      'an unknown kind',
      { ...hook, events: [{ object_type: 'oportunity', action: 'created' }] },
      'events',
      'opportunity',
    ],
    ['an unknown action', { ...hook, events: [{ object_type: 'lead', action: 'create' }] }, 'events', 'created'],
    ['half an event', { ...hook, events: [{ object_type: 'lead' }] }, 'events', 'required'],
    ['another filter', { ...hook, events: [{ ...won, extra_filter: { type: 'like' } }] }, 'events', 'equals'],
    ['another status', { ...hook, status: 'on' }, 'status', 'active'],
    ['no events', { url: hook.url }, 'events', 'at least one'],
  ])('with %s are refused with a sentence', async (_what, body, field, words) => {
    const answer = await office.rest.post('/webhook/', body);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body['field-errors'])).toEqual([field]);
    expect(answer.text).toContain(words);
    expect(ids(await ok(office.rest.get('/webhook/')))).toEqual([]);
  });

  test('what other programs subscribe to in one breath, and never happens here, is taken', async () => {
    const { rest } = office;
    const events = [won, { object_type: 'activity.call', action: 'answered' }];
    const { id, events: stored } = await ok(rest.post('/webhook/', { ...hook, events }));
    expect(stored).toEqual(events);
    await ok(rest.delete(`/webhook/${id}/`));
  });

  test('wait for what they want, written with the event: not for other kinds, others’ events, or what was rolled back', async () => {
    const { rest, theirRest } = office;
    const { id } = await ok(rest.post('/webhook/', hook));
    const paused = await ok(rest.post('/webhook/', { ...hook, status: 'paused' }));
    const deal = await ok(rest.post('/opportunity/', { note: 'A call' }));
    await ok(rest.put(`/opportunity/${deal.id}/`, { confidence: 70 }));
    await ok(theirRest.post('/opportunity/', {}));
    const rolledBack = opened.database.write(async ({ prisma }) => {
      const { rowKey: _key, ...row } = await prisma.event.findFirstOrThrow({ where: { objectId: deal.id } });
      await prisma.event.create({ data: { ...row, id: 'ev_rolled_back' } as never });
      throw new DomainError('IN_USE', 'So not.');
    });
    await expect(rolledBack).rejects.toThrow('So not.');
    const [event] = (await ok(rest.get(`/event/?object_id=${deal.id}&action=created`))).data;
    expect(await waiting()).toMatchObject([{ webhookId: id, eventId: event.id, status: 'pending', attempts: 0 }]);
    await ok(rest.delete(`/webhook/${id}/`));
    await ok(rest.delete(`/webhook/${paused.id}/`));
    expect(await waiting()).toEqual([]);
  });
});
