/** Subscriptions over WebSocket, by the client that front ends use. */
import { type ClientOptions, createClient, type FormattedExecutionResult, type SubscribePayload } from 'graphql-ws';
import WebSocket from 'ws';

// biome-ignore lint/suspicious/noExplicitAny: answers to untyped documents have no type
type SocketAnswer = FormattedExecutionResult<any, any>;

export interface SocketClient {
  /** The answer to a question, or the first event of a subscription. */
  ask(query: string, variables?: Record<string, unknown>): Promise<SocketAnswer>;
  /** The same with all that is sent. */
  askAs(payload: SubscribePayload & { documentId?: string }): Promise<SocketAnswer>;
  subscribe(query: string, variables?: Record<string, unknown>): AsyncIterableIterator<SocketAnswer>;
  /** The code and the reason with which the socket is closed, now or later. */
  readonly closed: Promise<readonly [code: number, reason: string]>;
  close(): Promise<void>;
}

/** Without tries to connect again: a test is to see what happens. */
export function openSocket(port: number, options: Partial<ClientOptions> = {}, headers: object = {}): SocketClient {
  let told = (_closed: readonly [number, string]) => {};
  const closed = new Promise<readonly [number, string]>((resolve) => {
    told = resolve;
  });
  class Socket extends WebSocket {
    constructor(address: string, protocols: string) {
      super(address, protocols, { headers: { ...headers } });
    }
  }
  const client = createClient({
    url: `ws://127.0.0.1:${port}/graphql`,
    webSocketImpl: Socket,
    retryAttempts: 0,
    ...options,
    on: { closed: (event) => told([(event as CloseEvent).code, (event as CloseEvent).reason]) },
  });
  const askAs: SocketClient['askAs'] = async (payload) => {
    for await (const result of client.iterate(payload)) return result;
    throw new Error('completed without an answer');
  };
  const subscribe: SocketClient['subscribe'] = (query, variables) =>
    client.iterate({ query, ...(variables && { variables }) });
  return {
    subscribe,
    closed,
    ask: (query, variables) => askAs({ query, ...(variables && { variables }) }),
    askAs,
    close: async () => client.dispose(),
  };
}
