/**
 * Buckets in Redis, which several gateways share. Without it, or with one that does not answer in time, each gateway counts
 * for itself: to turn everybody away because nobody counts would be the worse trouble.
 */
import type { Logger } from 'pino';
import { type Store, timeFor } from './bucket.ts';

/** `take` of bucket.ts, by the clock of Redis: those of gateways differ. */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local window, needed, rejects = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1'
local fullIn = math.max(0, tonumber(redis.call('GET', KEYS[1]) or now) - now)
local allowed = 1
if fullIn + needed <= window then
  fullIn = fullIn + needed
elseif rejects then
  allowed = 0
else
  fullIn = window
end
redis.call('SET', KEYS[1], string.format('%.3f', now + fullIn), 'PX', math.ceil(fullIn) + 1)
return {allowed, string.format('%.3f', fullIn)}`;

/** How long a request waits for Redis, in milliseconds. */
const patience = 250;

export interface SharedStore {
  readonly store: Store;
  close(): Promise<void>;
}

export function redisStore(url: string, otherwise: Store, log: Pick<Logger, 'warn' | 'info'>): SharedStore {
  // One line when it goes, and one when it is back, however many requests find out.
  let lost = false;
  const isLost = (error: unknown) => {
    if (!lost) log.warn({ err: error }, 'Redis cannot be reached: this gateway counts what keys use by itself');
    lost = true;
  };
  const isBack = () => {
    if (lost) log.info('Redis is back: what keys use is counted together again');
    lost = false;
  };
  let client: Client | undefined;
  const opened = openClient(url).then((created) => {
    client = created.on('error', isLost).on('ready', isBack);
    // It goes on trying by itself; this promise only tells of the first time.
    client.connect().catch(isLost);
  });

  const store: Store = async (key, bucket, amount) => {
    if (!client?.isReady) return otherwise(key, bucket, amount);
    const given = [bucket.seconds * 1000, timeFor(bucket, amount), bucket.rejects ? 1 : 0].map(String);
    try {
      const reply = await inTime(client.eval(script, { keys: [`gateway:${key}`], arguments: given }));
      const [allowed, fullIn] = reply as [number, string];
      isBack();
      return { allowed: allowed === 1, fullIn: Number(fullIn) };
    } catch (error) {
      isLost(error);
      return otherwise(key, bucket, amount);
    }
  };
  const close = async () => {
    await opened;
    client?.destroy();
  };
  return { store, close };
}

type Client = Awaited<ReturnType<typeof openClient>>;

/** The library is loaded by those who have a Redis. */
async function openClient(url: string) {
  // By its default: in the bundle a CommonJS library has no other names, and no gateway that was built had a Redis.
  const { default: redis } = await import('@redis/client');
  return redis.createClient({
    url,
    // What cannot be asked now is answered from memory, not later.
    disableOfflineQueue: true,
    socket: { connectTimeout: 2000, reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, 2000) },
  });
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new Error(`Redis has not answered within ${patience} ms`));
    // Where this process was busy for that long the answer has come, and is read first: three hundred at once were all allowed.
    timer = setTimeout(() => setImmediate(giveUp), patience);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
