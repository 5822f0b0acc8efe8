/**
 * `retryingConflicts`: a write that lost against another is run again, from its beginning.
 *
 * Beside deadlocks this is how references stay sound without a lock on everything that is referred to: what a write has
 * checked may be gone, or what it creates may exist, by the time it is stored. The constraint then fails, and the second
 * run sees how things are and says so in words.
 */
import type { Database } from './client.ts';

const attempts = 3;

export function retryingConflicts(database: Database): Database {
  return {
    ...database,
    async write(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await database.write(work);
        } catch (error) {
          if (attempt === attempts || !isConflict(error)) throw error;
        }
      }
    },
  };
}

const conflicts: ReadonlySet<unknown> = new Set([
  'TransactionWriteConflict',
  'ForeignKeyConstraintViolation',
  'UniqueConstraintViolation',
  // What is still referred to was deleted: an own code from PostgreSQL 18 on, which the adapter does not know.
  '23001',
]);

interface AdapterFailure {
  readonly kind?: unknown;
  readonly originalCode?: unknown;
}

/** Prisma's own codes differ between its queries and raw ones; the adapter's error below them does not. */
function isConflict(error: unknown): boolean {
  const { meta } = error as { readonly meta?: { readonly driverAdapterError?: { readonly cause?: AdapterFailure } } };
  const { kind, originalCode } = meta?.driverAdapterError?.cause ?? {};
  return conflicts.has(kind) || conflicts.has(originalCode);
}
