/** The feed of an app: composing one waits for nothing, and on PostgreSQL a connection listens from the first subscription on. */
import { providerOf } from '../db/provider.ts';
import { DomainError } from '../errors.ts';
import type { ChangeFeed } from './change.ts';
import { openChangeFeed } from './feed.ts';
import { memoryFeed } from './memory.ts';
import { sendByNotify } from './postgres.ts';

export interface LazyFeed extends Pick<ChangeFeed, 'send' | 'close'> {
  /** The feed, open. @throws SERVICE_UNAVAILABLE once it has been closed */
  opened(): Promise<ChangeFeed>;
}

export function lazyFeed(url: string): LazyFeed {
  const inMemory = providerOf(url) === 'sqlite' ? memoryFeed() : undefined;
  let opening: Promise<ChangeFeed> | undefined;
  let closed = false;
  const open = async () => inMemory ?? openChangeFeed(url);
  return {
    send: inMemory?.send ?? sendByNotify,
    async opened() {
      if (closed) throw new DomainError('SERVICE_UNAVAILABLE', 'The gateway is stopping. Subscribe again shortly.');
      // What could not be opened is tried again by the next who subscribes.
      opening ??= open().catch((error) => {
        opening = undefined;
        throw error;
      });
      return opening;
    },
    async close() {
      closed = true;
      const feed = await opening?.catch(() => undefined);
      opening = undefined;
      await feed?.close();
    },
  };
}
