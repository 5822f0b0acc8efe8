/** PostgreSQL's LISTEN on a connection of its own, opened again when it breaks. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface Listener {
  /** Whether messages arrive; not while a broken connection is being replaced. */
  readonly isConnected: () => boolean;
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly url: string;
  readonly channel: string;
  readonly onMessage: (message: string) => void;
  /** The connection broke: messages are missed until there is another. */
  readonly onGap: () => void;
  /** How long to wait before each attempt to connect again, in ms. @default 500 */
  readonly pause?: number;
}

/** Resolves when messages arrive. @throws if the first connection cannot be made */
export async function listen({ url, channel, onMessage, onGap, pause = 500 }: ListenOptions): Promise<Listener> {
  let client: pg.Client | undefined;
  let closed = false;

  const connect = async () => {
    const opened = new pg.Client({ connectionString: url, keepAlive: true });
    opened.on('notification', ({ payload }) => payload !== undefined && onMessage(payload));
    // Emitted more than once for one broken connection; only the first is news.
    const lose = () => {
      if (client !== opened) return;
      client = undefined;
      if (closed) return;
      onGap();
      void reconnect();
    };
    opened.on('error', lose);
    opened.on('end', lose);
    await opened.connect();
    await opened.query(`listen ${pg.escapeIdentifier(channel)}`);
    client = opened;
  };

  const reconnect = async () => {
    while (!closed && client === undefined) {
      await sleep(pause);
      await connect().catch(() => {});
    }
    if (closed) await client?.end();
  };

  await connect();
  return {
    isConnected: () => client !== undefined,
    async close() {
      closed = true;
      await client?.end();
    },
  };
}
