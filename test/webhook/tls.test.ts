/** Webhooks over TLS: whose certificate nobody vouches for is told nothing, unless it was said that this does not matter. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { useOffice } from '../rest/office.ts';
import { soon, useDeliveries } from './deliveries.ts';

describeDatabases('a receiver with a certificate that it signed itself', (opened) => {
  const office = useOffice(opened);
  const { listen, deliver, makeDeal, first } = useDeliveries(opened, office);
  let tls: { readonly key: string; readonly cert: string };
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'opportunity-gateway-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
    execFileSync('openssl', [...made, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    tls = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is told nothing, and why is seen', async () => {
    const { receiver, id } = await listen({}, { tls });
    deliver();
    await makeDeal('Secret');
    await expect.poll(() => first(id), soon).toMatchObject({ attempts: 1, status: 'pending', answerStatus: null });
    expect((await first(id))?.error).toMatch(/self-signed certificate/);
    expect(receiver.told).toEqual([]);
  });

  test('is told with verify_ssl false', async () => {
    const { receiver, id } = await listen({ verifySsl: false }, { tls });
    deliver();
    await makeDeal('No secret');
    await expect.poll(() => first(id), soon).toMatchObject({ attempts: 1, status: 'delivered', answerStatus: 200 });
    expect(receiver.told[0]?.body.event.data.note).toBe('No secret');
  });

  test('that a webhook does without is for that one alone: the next is refused, whatever was connected before', async () => {
    const trusting = await listen({ verifySsl: false }, { tls });
    const strict = await listen({ url: trusting.receiver.url }, { tls });
    deliver();
    await makeDeal('One');
    await expect.poll(() => first(trusting.id), soon).toMatchObject({ status: 'delivered' });
    await expect.poll(() => first(strict.id), soon).toMatchObject({ attempts: 1, status: 'pending' });
    expect(trusting.receiver.told).toHaveLength(1);
  });
});
