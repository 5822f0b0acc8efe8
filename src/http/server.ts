/** The HTTP server of Node under the gateway. Who sends slowly does not keep a connection: 200 of them kept theirs for 75 s. */
import { createServer, type Server } from 'node:http';
import { createServerAdapter } from '@whatwg-node/server';
import { type Sockets, withoutUpgrade } from './sockets.ts';

export interface ServerOptions {
  /** How long a client may take to send its request, in milliseconds. */
  readonly receiveTimeout: number;
}

/** What is served there, by requests and by sockets. */
export interface Served {
  fetch(request: Request): Promise<Response>;
  readonly upgrade: Sockets['upgrade'];
}

/** @param served may be replaced by another while the server runs */
export function createHttpServer(served: () => Served, { receiveTimeout }: ServerOptions): Server {
  const server = createServer(
    {
      // Longer than that of the balancers in front, who must be the ones to close.
      keepAliveTimeout: 65_000,
      headersTimeout: receiveTimeout,
      requestTimeout: receiveTimeout,
      // Node looks every half minute, and is that much late.
      connectionsCheckingInterval: Math.min(1000, receiveTimeout / 2),
    },
    createServerAdapter((request) => served().fetch(request)),
  );
  server.on('upgrade', (request, connection, head) => {
    if (!served().upgrade(request, connection, head)) withoutUpgrade(server, request, connection, head);
  });
  return server;
}
