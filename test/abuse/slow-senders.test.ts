/** Two hundred clients that send a byte now and then: their connections are closed, and the others do not notice them. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { patience } from '../patience.ts';
import { createSamples, type Sample } from '../sample.ts';
import { type Listening, listen } from './listening.ts';

describeDatabases('slow senders', (opened) => {
  let mine: Sample;
  let gateway: Listening;
  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 3));
    gateway = await listen({ databaseUrl: opened.url }, 3000);
  });
  afterAll(() => gateway.close());

  test('are cut off, and others are answered meanwhile', { timeout: patience * 2 }, async () => {
    const head = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
    const begun = [head, `${head}authorization: Bearer ${mine.apiKey}\r\ncontent-length: 1000\r\n\r\n{"query`];
    const sockets: Socket[] = [];
    const closed = Array.from({ length: 200 }, (_, i) => {
      const socket = connect(gateway.port, '127.0.0.1');
      sockets.push(socket);
      socket.on('error', () => {});
      // Read, or the end of it is never told.
      socket.on('data', () => {});
      socket.write(begun[i % 2] ?? '');
      const drip = setInterval(() => socket.write('x'), 200);
      return new Promise<void>((resolve) =>
        socket.on('close', () => {
          clearInterval(drip);
          resolve();
        }),
      );
    });
    let open = true;
    const all = Promise.all(closed).then(() => {
      open = false;
    });
    let answered = 0;
    while (open) {
      const response = await fetch(`http://127.0.0.1:${gateway.port}/api/v1/me/`, {
        headers: { authorization: `Bearer ${mine.apiKey}` },
      });
      expect(response.status).toBe(200);
      answered += 1;
      await sleep(20);
    }
    await all;
    expect(answered).toBeGreaterThan(3);
    expect(sockets.every((socket) => socket.destroyed)).toBe(true);
  });
});
