/** The HTTP server of Node under the gateway. Who sends slowly does not keep a connection: 200 of them kept theirs for 75 s. */
import { createServer, type Server } from 'node:http';
import { createServerAdapter } from '@whatwg-node/server';

export interface ServerOptions {
  /** How long a client may take to send its request, in milliseconds. */
  readonly receiveTimeout: number;
}

export function createHttpServer(
  fetch: (request: Request) => Promise<Response>,
  { receiveTimeout }: ServerOptions,
): Server {
  return createServer(
    {
      // Longer than that of the balancers in front, who must be the ones to close.
      keepAliveTimeout: 65_000,
      headersTimeout: receiveTimeout,
      requestTimeout: receiveTimeout,
      // Node looks every half minute, and is that much late.
      connectionsCheckingInterval: Math.min(1000, receiveTimeout / 2),
    },
    createServerAdapter((request) => fetch(request)),
  );
}
