/** Kysely over a snapshot: what it builds is sent as it is, and comes back as the driver gives it. */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type Dialect as KyselyDialect,
  PostgresAdapter,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteQueryCompiler,
} from 'kysely';
import { inStatementSpan } from '../../trace.ts';
import type { Tables } from '../generated/tables.ts';
import type { Provider } from '../provider.ts';
import type { RawSnapshot } from './snapshot.ts';

type SqlOf = Pick<KyselyDialect, 'createAdapter' | 'createQueryCompiler'>;

export const sqlOf: Readonly<Record<Provider, SqlOf>> = {
  sqlite: { createAdapter: () => new SqliteAdapter(), createQueryCompiler: () => new SqliteQueryCompiler() },
  postgresql: { createAdapter: () => new PostgresAdapter(), createQueryCompiler: () => new PostgresQueryCompiler() },
};

export function kyselyOver(snapshot: RawSnapshot, provider: Provider): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      ...sqlOf[provider],
      createDriver: () => driverOf(snapshot, provider),
      createIntrospector: () => {
        throw new Error('the gateway does not introspect its database');
      },
    },
  });
}

function driverOf(snapshot: RawSnapshot, provider: Provider): Driver {
  const connection: DatabaseConnection = {
    executeQuery: async <Result>({ sql, parameters }: CompiledQuery) => ({
      rows: (await inStatementSpan(provider, sql, () => snapshot.query(sql, parameters))) as Result[],
    }),
    streamQuery: () => {
      throw new Error('a snapshot is read whole');
    },
  };
  const unused = async () => {
    throw new Error('a snapshot is one transaction already');
  };
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    destroy: async () => {},
    ...{ beginTransaction: unused, commitTransaction: unused, rollbackTransaction: unused },
  };
}
