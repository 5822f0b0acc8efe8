/** A gateway on a real port, for what only happens between sockets. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type App, type AppOptions, createApp } from '../../src/app.ts';
import { createHttpServer } from '../../src/http/server.ts';
import { patience } from '../patience.ts';

export interface Listening {
  readonly app: App;
  readonly port: number;
  close(): Promise<void>;
}

export async function listen(options: AppOptions, receiveTimeout = patience): Promise<Listening> {
  const app = createApp({ requestTimeout: patience, ...options });
  const server: Server = createHttpServer(() => app, { receiveTimeout });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    app,
    port: (server.address() as AddressInfo).port,
    async close() {
      await app.endSubscriptions();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await app.close();
    },
  };
}
