/**
 * A client that nobody here wrote, over a socket: the vendor's own for Node (npm `close.io`), with only the address changed.
 * It takes anything but 200 for a failure.
 */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo, connect } from 'node:net';
import { createServerAdapter } from '@whatwg-node/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { useOffice } from './office.ts';

// biome-ignore lint/suspicious/noExplicitAny: the package has no types
type CloseClient = any;

const Closeio = createRequire(import.meta.url)('close.io') as new (apiKey: string) => CloseClient;

/** The client has the vendor's address built in: it is replaced where all its requests pass. */
function clientAt(origin: string, apiKey: string): CloseClient {
  const client = new Closeio(apiKey);
  const send = client._request;
  client._request = function redirected(options: { uri: string }) {
    return send.call(this, { ...options, uri: options.uri.replace('https://api.close.com', origin) });
  };
  return client;
}

describeDatabases('the vendor’s Node client', (opened) => {
  const office = useOffice(opened);
  const server = createServer(createServerAdapter((request: Request) => office.rest.app.fetch(request)));
  let client: CloseClient;
  let port = 0;
  let apiKey = '';

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
    apiKey = await office.makeKey(office.mine.caller.userId);
    client = clientAt(`http://127.0.0.1:${port}`, apiKey);
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const rejection = (promise: PromiseLike<unknown>) =>
    new Promise((resolve, reject) => promise.then(() => reject(new Error('it should have failed')), resolve));

  test('creates, reads, updates, finds and deletes a lead', async () => {
    const lead = await client.lead.create({ name: 'John Wehr', custom: { foo: 'bar', 'Lead initials': 'JW' } });
    expect((await client.lead.read(lead.id)).custom).toEqual({ foo: 'bar', 'Lead initials': 'JW' });
    expect((await client.lead.update(lead.id, { name: 'John Wehr 2' })).name).toBe('John Wehr 2');
    const searches = [
      { name: 'John Wehr' },
      { 'custom.Lead initials': 'JW' },
      { query: 'name:"John Wehr"', limit: 5, fields: 'id,name' },
    ];
    for (const search of searches) {
      const { data, total_results } = await client.lead.search({ ...search });
      expect([search, total_results, data[0].id]).toEqual([search, 1, lead.id]);
    }
    expect((await client.lead.search({})).data.length).toBeGreaterThan(1);
    expect(await client.lead.delete(lead.id)).toEqual({});
    expect(await rejection(client.lead.read(lead.id))).toEqual({
      error: 'Empty query: Lead matching query does not exist.',
    });
  });

  test('is told what is wrong with an e-mail address', async () => {
    const error = await rejection(client.lead.create({ contacts: [{ emails: [{ email: '' }] }] }));
    expect(error).toMatchObject({ errors: [], 'field-errors': { contacts: expect.any(String) } });
  });

  test('creates, lists, updates and deletes an opportunity', async () => {
    const { mine } = office;
    const made = await client.opportunity.create({
      lead_id: mine.leadId,
      note: 'Größe ☃',
      value: 1500,
      confidence: 90,
    });
    expect(made).toMatchObject({ note: 'Größe ☃', expected_value: 1350, value_formatted: '$15' });
    const { data, total_results } = await client.opportunity.search({ lead_id: mine.leadId, _order_by: '-value' });
    expect([total_results, data[0]]).toEqual([1, made]);
    expect(await client.opportunity.read(made.id)).toEqual(made);
    const won = await client.opportunity.update(made.id, { status_id: mine.status.won });
    expect(won).toMatchObject({ status_type: 'won', date_won: '2026-06-15' });
    expect(await client.opportunity.delete(made.id)).toEqual({});
    expect(await rejection(client.opportunity.delete(made.id))).toHaveProperty('error');
  });

  test('works with statuses, contacts, users and the organization', async () => {
    for (const statuses of [client.status.lead, client.status.opportunity]) {
      const { id } = await statuses.create({ label: '4711' });
      expect((await statuses.read(id)).label).toBe('4711');
      expect((await statuses.update(id, { label: '4712' })).label).toBe('4712');
      expect((await statuses.list()).data.map(({ label }: { label: string }) => label)).toContain('4712');
      expect(await statuses.delete(id)).toEqual({});
    }
    const contact = await client.contact.create({ lead_id: office.mine.leadId, name: 'Eve' });
    expect((await client.contact.update(contact.id, { title: 'CEO' })).title).toBe('CEO');
    expect((await client.contact.search()).data.length).toBeGreaterThan(1);
    expect(await client.contact.delete(contact.id)).toEqual({});
    const me = await client.user.me();
    expect((await client.user.read(me.id)).email).toBe('ada@mine.example');
    expect((await client.organization.read(me.organizations[0].id)).name).toBe('Mine');
  });

  test('a wrong key is refused', async () => {
    const stranger = clientAt(`http://127.0.0.1:${port}`, 'api_wrong');
    expect(await rejection(stranger.user.me())).toEqual({ error: 'Unauthorized' });
  });

  /** Byte for byte as it is written here, and what comes back until the connection ends. */
  const raw = (head: string, body = '') =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(`${head}\r\n\r\n${body}`));
      let answer = '';
      socket.on('data', (chunk) => {
        answer += chunk;
      });
      socket.on('end', () => resolve(answer));
      socket.on('error', reject);
    });
  const keyHeaders = () => [`Authorization: Bearer ${apiKey}`, 'Host: gateway.test', 'Connection: close'];

  test('1.2 1.1 the bytes on the wire: no charset, a length, and three bytes for a deletion', async () => {
    const made = await client.opportunity.create({ lead_id: office.mine.leadId });
    const answer = await raw([`DELETE /api/v1/opportunity/${made.id}/ HTTP/1.1`, ...keyHeaders()].join('\r\n'));
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toMatch(/\r\ncontent-type: application\/json\r\n/i);
    expect(answer).toMatch(/\r\ncontent-length: 3\r\n/i);
    expect(answer.endsWith('\r\n\r\n{}\n')).toBe(true);
  });

  test('1.4 a body with GET does not disturb, as older clients send one', async () => {
    const body = '{"ignored": true}';
    const head = [
      'GET /api/v1/me HTTP/1.1',
      ...keyHeaders(),
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
    ];
    expect(await raw(head.join('\r\n'), body)).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('odd request lines are refused without a fault, and the server goes on', async () => {
    const targets = [
      '/api/v1/%zz/',
      '//api//v1//me//',
      '/api/v1/../v1/me/',
      '/api/v1/me/?%',
      '/api/v1/me/?a=%ff%00',
      'http://other.test/api/v1/me/',
      '*',
    ];
    for (const target of targets) {
      const answer = await raw([`GET ${target} HTTP/1.1`, ...keyHeaders()].join('\r\n'));
      expect([target, answer.slice(0, 12)]).toEqual([target, expect.stringMatching(/^HTTP\/1\.1 [234]/)]);
    }
    expect((await client.user.me()).id).toBe(office.mine.caller.userId);
  });
});
