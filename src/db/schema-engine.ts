/**
 * Prisma's own schema engine, as WebAssembly: what `prisma migrate` runs, without its download.
 *
 * Not a documented entry point, so its version is pinned to the one Prisma 7.10 names. It keeps its connections open
 * and others then get SQLITE_BUSY; so every adapter it was given is remembered and disposed of at the end.
 */
import { readFile } from 'node:fs/promises';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { asset } from '../assets.ts';

/** TypeScript has this global only with the browser's, which this program must not see. */
declare const WebAssembly: {
  instantiate(code: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

export type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';

/** No table is outside Prisma's care for the migrations we apply. */
export const everyTable = { externalTables: [], externalEnums: [] };

let loaded: Promise<void> | undefined;

/** Runs `work` with an engine for the given data model text (a Prisma schema) and closes all it opened. */
export async function withSchemaEngine<T>(
  factory: SqlMigrationAwareDriverAdapterFactory,
  datamodel: string,
  work: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= load();
  await loaded;
  const opened: SqlDriverAdapter[] = [];
  const remember = async (adapter: Promise<SqlDriverAdapter>) => {
    opened.push(await adapter);
    return adapter;
  };
  const watched: SqlMigrationAwareDriverAdapterFactory = {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: () => remember(factory.connect()),
    connectToShadowDb: () => remember(factory.connectToShadowDb()),
  };
  const engine = await bindings.SchemaEngine.new(
    { datamodels: [['schema.prisma', datamodel]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(watched),
  );
  try {
    return await work(engine);
  } finally {
    engine.free();
    for (const adapter of opened) await adapter.dispose();
  }
}

async function load(): Promise<void> {
  const wasm = await readFile(asset('schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': { ...bindings } });
  // Functions the wasm-bindgen output has and its types do not mention.
  const glue = bindings as unknown as { __wbg_set_wasm(exports: object): void };
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}
