/** Buckets in the memory of this process. */
import type { Clock } from '../../clock.ts';
import { type Store, take } from './bucket.ts';

/** Beyond this, keys whose buckets are full again are forgotten. */
const manyKeys = 10_000;

export function memoryStore(clock: Clock): Store {
  const fullAt = new Map<string, number>();
  return async (key, bucket, amount) => {
    const now = clock();
    if (fullAt.size > manyKeys) for (const [other, at] of fullAt) if (at <= now) fullAt.delete(other);
    const filling = take(bucket, Math.max(0, (fullAt.get(key) ?? now) - now), amount);
    fullAt.set(key, now + filling.fullIn);
    return filling;
  };
}
