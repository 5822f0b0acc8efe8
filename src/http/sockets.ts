/** WebSockets: which upgrades of a connection are taken, how a socket that is dead is noticed, and their orderly end. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Cors } from './cors.ts';

export interface SocketOptions {
  readonly path: string;
  /** In bytes, of one message. */
  readonly longestMessage: number;
  /** In all. */
  readonly most: number;
  /** The protocol to speak, of those that the client offers; false for none of them. */
  chooseProtocol(offered: Set<string>): string | false;
  readonly mayUse: Cors['mayUse'];
  open(socket: WebSocket, request: IncomingMessage): void;
}

export interface Sockets {
  /** @returns false where the connection is to go on as it was: then nothing has been done with it */
  upgrade(request: IncomingMessage, connection: Duplex, head: Buffer): boolean;
  /** Tells each client that the gateway goes away, and resolves when none is left. */
  close(): Promise<void>;
}

/** How often each client has to show that it is there, in milliseconds. */
const heartbeat = 30_000;

/** How long one may take to say good-bye, in milliseconds. */
const patience = 2000;

export function createSockets({ path, longestMessage, most, chooseProtocol, mayUse, open }: SocketOptions): Sockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: longestMessage, handleProtocols: chooseProtocol });
  const alive = new WeakSet<WebSocket>();
  let isClosed = false;
  server.on('connection', (socket, request) => {
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    // What the client did against the protocol: the library has closed the socket with a code that says it.
    socket.on('error', () => {});
    open(socket, request);
  });
  const look = () => {
    for (const socket of server.clients) {
      if (alive.delete(socket)) socket.ping();
      else socket.terminate();
    }
  };
  const beating = setInterval(look, heartbeat).unref();
  return {
    upgrade(request, connection, head) {
      // Cut, not parsed: `//` is no URL, and nobody catches what is thrown here.
      const [pathname] = (request.url ?? '').split('?', 1);
      if (pathname !== path || request.headers.upgrade?.toLowerCase() !== 'websocket') return false;
      const { origin, host } = request.headers;
      // A browser sends what it has kept for this address with sockets of any page.
      if (!mayUse(origin, host)) refuse(connection, '403 Forbidden', 'Pages of this origin may not use the gateway.');
      else if (isClosed || server.clients.size >= most)
        refuse(connection, '503 Service Unavailable', 'Try again shortly.');
      else server.handleUpgrade(request, connection, head, (socket) => server.emit('connection', socket, request));
      return true;
    },
    async close() {
      isClosed = true;
      clearInterval(beating);
      const sockets = [...server.clients];
      const closed = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of sockets) socket.close(1001, 'The gateway is going away. Connect again.');
      const late = setTimeout(() => sockets.map((socket) => socket.terminate()), patience);
      await Promise.all(closed);
      clearTimeout(late);
    },
  };
}

function refuse(connection: Duplex, status: string, error: string): void {
  const body = JSON.stringify({ error });
  connection.on('error', () => {});
  connection.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/**
 * Serves a connection as if no upgrade had been asked for. Node gives all that ask for one to whoever takes any; Java's client
 * offers HTTP/2 with its first request, and is to be answered by HTTP/1.1.
 */
export function withoutUpgrade(server: Server, request: IncomingMessage, connection: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (!/^(upgrade|http2-settings|connection)$/i.test(name)) lines.push(`${name}: ${rawHeaders[at + 1]}`);
  }
  connection.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', connection);
}
