/** Adds deltas to the cells that they are of, so that there are few for readers to add up. SQLite has none. */
import type pg from 'pg';
import { type Repeated, type RepeatOptions, repeatedly } from '../../repeatedly.ts';
import { openPool } from '../postgres-pool.ts';
import { providerOf } from '../provider.ts';

/** Several gateways may do so: one of them folds at a time, and the others pass on. @param options every: 2 seconds by default */
export function keepFolded(
  url: string,
  { every = 2000, report }: Partial<RepeatOptions> & Pick<RepeatOptions, 'report'>,
): Repeated {
  if (providerOf(url) === 'sqlite') return { close: async () => {} };
  const pool = open(url);
  const folding = repeatedly(() => fold(pool), { every, report });
  return {
    async close() {
      await folding.close();
      await pool.end();
    },
  };
}

/** Once, after many rows have been written. */
export async function foldDeltas(url: string): Promise<void> {
  if (providerOf(url) === 'sqlite') return;
  const pool = open(url);
  try {
    await fold(pool);
  } finally {
    await pool.end();
  }
}

const open = (url: string) => openPool({ url, size: 1, maxWait: 5000, timeout: 600_000 });

/** After so many the table is mostly what is gone, which readers would walk over until PostgreSQL gets to it by itself. */
const many = 5000;

async function fold(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ folded: string }>('select fold_opportunity_deltas() as folded');
  if (Number(rows[0]?.folded) > many) await pool.query('vacuum opportunity_delta');
}
