/**
 * GraphQL over WebSocket (`graphql-transport-ws`): the key comes with the first message, or with the request for the socket,
 * and each operation is admitted like a request of its own.
 */
import { type ExecutionArgs, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { CloseCode, handleProtocols, makeServer, type SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { domainErrorOf } from '../../db/db-errors.ts';
import { type ErrorCode, statusOf } from '../../errors.ts';
import type { Cors } from '../../http/cors.ts';
import { isTooDeep } from '../../http/nesting.ts';
import type { RequestScope } from '../../http/scope.ts';
import { createSockets, type Sockets } from '../../http/sockets.ts';
import type { KeyWatch } from '../../organization/key-watch.ts';
import type { Admitted } from './admission.ts';
import { maximumBytes } from './body.ts';
import { maskError } from './mask-error.ts';
import type { Operation, OperationDoor } from './operation.ts';

export interface SocketDoorOptions {
  readonly path: string;
  readonly operations: OperationDoor;
  readonly keyWatch: KeyWatch;
  readonly most: number;
  readonly mayUse: Cors['mayUse'];
  openScope(signal: AbortSignal): RequestScope;
}

/** One connection. */
interface Connection {
  readonly socket: WebSocket;
  /** Of the request for the socket, and of what the first message says instead. */
  readonly headers: Headers;
  readonly left: AbortController;
  /** Of the message that is looked at. */
  bytes: number;
  /** Once the key has been found good. */
  end?: () => void;
  /** Operations that have not been completed. */
  streams: number;
  /** Set when the key is no longer: what its streams are told last may be on its way still. */
  isOver: boolean;
}

interface Running extends Operation {
  readonly scope: RequestScope;
}

export function createSocketDoor(options: SocketDoorOptions): Sockets {
  const { path, operations, keyWatch, most, mayUse, openScope } = options;
  const running = new WeakMap<ExecutionArgs, Running>();
  const requestOf = ({ headers, left }: Connection) =>
    new Request(`http://gateway${path}`, { method: 'POST', headers, signal: left.signal });

  const run = async (args: ExecutionArgs) => {
    const operation = running.get(args);
    if (!operation) throw new Error('An operation that was not prepared.');
    return operation.run().finally(() => operation.scope.deadline.end());
  };
  const server = makeServer<Record<string, unknown>, Connection>({
    execute: run,
    subscribe: run,
    async onConnect({ connectionParams = {}, extra }) {
      addHeaders(extra.headers, connectionParams);
      const scope = openScope(extra.left.signal);
      const admitted = await operations.admit(requestOf(extra), scope).finally(() => scope.deadline.end());
      keepUntilOver(extra, admitted, keyWatch);
    },
    async onSubscribe({ extra }, _id, payload) {
      const { bytes } = extra;
      const scope = openScope(extra.left.signal);
      const request = requestOf(extra);
      const prepared = await operations
        .admit(request, scope)
        .then((admitted) => operations.prepare(admitted, { request, params: paramsOf(payload), bytes }, scope))
        .catch((error: unknown) => [maskError(error, scope)]);
      if ('args' in prepared) {
        extra.streams += 1;
        running.set(prepared.args, { ...prepared, scope });
        return prepared.args;
      }
      scope.deadline.end();
      return prepared;
    },
    onNext: (_context, _id, _payload, _args, { errors, ...result }) =>
      errors && { ...result, errors: errors.map(formatted) },
    onError: (_context, _id, _payload, errors) => errors.map(formatted),
    onComplete({ extra }) {
      extra.streams -= 1;
      // This is told just before the client is told that the stream is complete.
      if (extra.isOver && extra.streams === 0) setImmediate(closeForKey, extra);
    },
    onClose({ extra }) {
      extra.left.abort();
      extra.end?.();
    },
  });
  return createSockets({
    ...{ path, most, mayUse, longestMessage: maximumBytes.change, chooseProtocol: handleProtocols },
    open(socket, request) {
      const headers = new Headers();
      addHeaders(headers, request.headers);
      const extra: Connection = { socket, headers, left: new AbortController(), bytes: 0, streams: 0, isOver: false };
      const closed = server.opened(
        {
          protocol: socket.protocol,
          send: (text) => send(socket, text),
          close: (code, reason) => socket.close(code, reason),
          onMessage: (take) => socket.on('message', (data, isBinary) => void read(extra, String(data), isBinary, take)),
        },
        extra,
      );
      socket.once('close', (code, reason) => void closed(code, String(reason)));
    },
  });

  async function read(
    extra: Connection,
    text: string,
    isBinary: boolean,
    take: (text: string) => Promise<void>,
  ): Promise<void> {
    const { socket } = extra;
    if (isBinary || isTooDeep(text)) {
      socket.close(CloseCode.BadRequest, isBinary ? 'Send text.' : 'Send less nested messages.');
      return;
    }
    extra.bytes = Buffer.byteLength(text);
    try {
      await take(text);
    } catch (error) {
      const known = domainErrorOf(error);
      if (!known) openScope(extra.left.signal).report(error);
      if (known) socket.close(closeCodeOf(known.code), inShort(known.message));
      else socket.close(CloseCode.InternalServerError, 'Unexpected error.');
    }
  }
}

/** As far as it is text, as headers are: names in whatever case. */
function addHeaders(headers: Headers, given: Readonly<Record<string, unknown>>): void {
  for (const name of ['authorization', 'x-tz-offset', 'x-graphql-cost']) {
    const [, value] = Object.entries(given).find(([key]) => key.toLowerCase() === name) ?? [];
    // What is no header, such as a text of two lines, is no key either.
    if (typeof value === 'string' && /^[\x20-\x7e]*$/.test(value)) headers.set(name, value);
  }
}

/** The protocol wants a text of the document, be it empty. */
function paramsOf({ query, variables, operationName, extensions, ...rest }: SubscribePayload) {
  return {
    ...('documentId' in rest && { documentId: rest.documentId }),
    query,
    variables: variables ?? {},
    ...(operationName && { operationName }),
    ...(extensions && { extensions }),
  };
}

/** @throws OVERLOADED */
function keepUntilOver(connection: Connection, { caller, holdStream }: Admitted, keyWatch: KeyWatch): void {
  const release = holdStream();
  const unwatch = keyWatch.watch(caller.apiKeyId, () => {
    connection.isOver = true;
    if (connection.streams === 0) closeForKey(connection);
  });
  connection.end = () => {
    unwatch();
    release();
  };
}

const closeForKey = ({ socket }: Connection) =>
  socket.close(CloseCode.Unauthorized, 'The API key has been revoked or has expired.');

/** Resolves when it has been sent: whoever reads slowly is told slowly, and what waits for it is bounded by its queue. */
const send = (socket: WebSocket, text: string) =>
  new Promise<void>((resolve) => {
    if (socket.readyState === socket.OPEN) socket.send(text, () => resolve());
    else resolve();
  });

/** What is for the status of an HTTP answer is nothing to a client. */
function formatted(error: GraphQLError | GraphQLFormattedError): GraphQLFormattedError {
  const { extensions: { http: _, ...extensions } = {}, ...rest } =
    error instanceof GraphQLError ? error.toJSON() : error;
  return { ...rest, extensions };
}

/** https://www.iana.org/assignments/websocket/websocket.xhtml#close-code-number: after this one clients try again. */
const tryAgainLater = 1013;

function closeCodeOf(code: ErrorCode): number {
  if (code === 'UNAUTHENTICATED') return CloseCode.Unauthorized;
  return statusOf[code] >= 500 || code === 'RATE_LIMITED' ? tryAgainLater : CloseCode.BadRequest;
}

/** The protocol has no room for more than 123 bytes. */
const inShort = (text: string) => Buffer.from(text).subarray(0, 120).toString();
