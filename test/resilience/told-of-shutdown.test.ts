/** A PostgreSQL that greets a connection and says goodbye in the same breath, as one does that is being shut down. */
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { change, doors, question } from './asking.ts';

const message = (type: string, body: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
};
const ok = message('R', Buffer.alloc(4));
const ready = message('Z', Buffer.from('I'));
const goodbye = message(
  'E',
  Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'),
);

let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((socket: Socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(Buffer.concat([ok, ready, goodbye])));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `postgresql://a:b@127.0.0.1:${(server.address() as { port: number }).port}/c`;
});
afterAll(() => server.close());

test.each(doors)('%s answers 503, and the process lives', async (door) => {
  const faults: unknown[] = [];
  const note = (fault: unknown) => faults.push(fault);
  process.on('uncaughtException', note);
  const app = createApp({ databaseUrl: url, requestTimeout: 2000 });
  for (const ask of [question, change]) {
    expect(await ask[door](app, 'api_any')).toMatchObject({ status: 503, retryAfter: '1' });
  }
  // Writes take another way to their connection.
  const writing = app.database.write(({ kysely }) => kysely.selectFrom('lead').select('id').execute());
  await expect(writing).rejects.toThrow();
  await app.close();
  process.off('uncaughtException', note);
  expect(faults).toEqual([]);
});
