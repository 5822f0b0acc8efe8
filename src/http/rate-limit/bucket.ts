/**
 * How much a key may use: a bucket that refills steadily. All there is to keep of one is the moment at which it will be full
 * again. Libraries count in windows, at whose end everything is allowed at once; clients of the source API are told, and
 * rely on, the fraction of a second until the next request.
 */

export interface Bucket {
  /** What it holds when full. */
  readonly size: number;
  /** In which it fills up, in seconds. */
  readonly seconds: number;
  /** Whether to turn away who has used it up; else what is left is told, and that is all. */
  readonly rejects: boolean;
}

export interface Allowance {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** The window, and the seconds until as much is allowed or, where it is, until all is there again. */
  readonly window: number;
  readonly reset: number;
}

/** When a bucket will be full again, in milliseconds from now. */
export interface Filling {
  readonly allowed: boolean;
  readonly fullIn: number;
}

/** Keeps buckets by their key, and takes from them. */
export type Store = (key: string, bucket: Bucket, amount: number) => Promise<Filling>;

/** What taking `amount` does to a bucket. `redis-store.ts` says the same in Lua. */
export function take({ size, seconds, rejects }: Bucket, fullIn: number, amount: number): Filling {
  const window = seconds * 1000;
  const wanted = fullIn + timeFor({ size, seconds }, amount);
  if (wanted <= window) return { allowed: true, fullIn: wanted };
  return rejects ? { allowed: false, fullIn } : { allowed: true, fullIn: window };
}

export function allowanceOf(bucket: Bucket, { allowed, fullIn }: Filling, amount: number): Allowance {
  const { size, seconds } = bucket;
  const left = size - (fullIn / 1000) * (size / seconds);
  return {
    allowed,
    limit: size,
    remaining: Math.max(0, Math.floor(left)),
    window: seconds,
    reset: allowed ? Math.ceil(fullIn / 1000) : (fullIn + timeFor(bucket, amount)) / 1000 - seconds,
  };
}

/** In which a bucket gets back `amount`, in milliseconds. */
export const timeFor = ({ size, seconds }: Pick<Bucket, 'size' | 'seconds'>, amount: number) =>
  (amount / size) * seconds * 1000;
