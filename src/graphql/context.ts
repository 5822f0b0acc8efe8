/** What resolvers are handed: who asks, one snapshot to read from, and what has been read from it already. */
import type { Caller } from '../caller.ts';
import { type Catalog, catalogOf, plainCatalog } from '../catalog.ts';
import type { Clock } from '../clock.ts';
import { type CustomFieldDefinition, readCustomFields } from '../custom-field/definition.ts';
import { isCustomFieldName } from '../custom-field/table.ts';
import type { Database, Session } from '../db/client.ts';
import { type Filter, fieldNamesOf } from '../filter/filter.ts';
import type { Order } from '../filter/order.ts';
import { compileWhere, type Where } from '../filter/where.ts';
import type { LazyFeed } from '../live/lazy.ts';
import type { KeyWatch } from '../organization/key-watch.ts';
import type { AddressRule } from '../webhook/address.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import { createUnreadRows, type UnreadRows } from './unread-rows.ts';

/** What a request brings, before an operation of it is executed. */
export interface RequestContext {
  readonly caller: Caller;
}

/** What is shared by all requests. */
export interface Services {
  readonly database: Database;
  readonly feed: LazyFeed;
  readonly keyWatch: KeyWatch;
  readonly clock: Clock;
  /** Where webhooks may lead. */
  readonly addresses: AddressRule;
}

/** What is read from one session, and what was. */
export interface Reading {
  readonly session: Session;
  readonly loaders: Loaders;
  /** What Pothos asks for rows whose columns were not read with them. */
  readonly unread: UnreadRows;
  /** Loaders by the place in the document that asks for them: see `connection.ts`. */
  readonly rowLoaders: Map<object, unknown>;
  /** Custom fields and the tables with them: read when first asked for. */
  customFields(): Promise<readonly CustomFieldDefinition[]>;
  /** The tables for a question about these fields; custom fields are read only where one is among them. */
  catalogFor(fields: readonly string[]): Promise<Catalog>;
}

export interface Context extends RequestContext, Services, Reading {
  /**
   * Runs a write; what is read from then on is read from a new snapshot, and sees it. None is held meanwhile: as many
   * writers as there are connections would each hold one and wait for another, and SQLite's one reader would wait for a writer.
   */
  write<T>(work: () => Promise<T>): Promise<T>;
}

export interface OpenContext {
  readonly context: Context;
  close(): void;
}

/** One snapshot lasts as long as the operation, or until it writes: lists, totals, groups and relations are all of one moment. */
export function openContext(services: Services, request: RequestContext): OpenContext {
  const { database } = services;
  let snapshot = database.openSnapshot();
  const write: Context['write'] = async (work) => {
    snapshot.close();
    const result = await work();
    snapshot = database.openSnapshot();
    Object.assign(context, readingFrom(snapshot.session, request.caller));
    return result;
  };
  const context: Context = { ...request, ...services, write, ...readingFrom(snapshot.session, request.caller) };
  return { context, close: () => snapshot.close() };
}

export function readingFrom(session: Session, caller: Caller): Reading {
  let fields: Promise<readonly CustomFieldDefinition[]> | undefined;
  const customFields = () => {
    fields ??= readCustomFields(session, caller.organizationId);
    return fields;
  };
  return {
    session,
    loaders: createLoaders(session, caller),
    unread: createUnreadRows(session.rows),
    rowLoaders: new Map(),
    customFields,
    catalogFor: async (names) => (names.some(isCustomFieldName) ? catalogOf(await customFields()) : plainCatalog),
  };
}

export type AskedTable =
  | 'opportunity'
  | 'lead'
  | 'statusChange'
  | 'task'
  | 'note'
  | 'leadStatusChange'
  | 'event'
  | 'webhookDelivery';

/** Compiles a filter for the caller. `fields` are those that the order and the groups will name besides. */
export async function openWhere(
  { caller, session, catalogFor }: Pick<Context, 'caller' | 'session' | 'catalogFor'>,
  table: AskedTable,
  filter: Filter,
  fields: readonly string[],
  { rowsInQuery }: Pick<Where['scope'], 'rowsInQuery'> = {},
): Promise<Where> {
  const catalog = await catalogFor([...fieldNamesOf(filter), ...fields]);
  const scope = { organizationId: caller.organizationId, dialect: session.dialect, tables: catalog.tables };
  return compileWhere(catalog[table], filter, { ...scope, ...(rowsInQuery && { rowsInQuery }) });
}

/** The same rows, with custom fields that were not asked for until now. */
export async function withFields(context: Context, where: Where, fields: readonly string[]): Promise<Where> {
  return fields.some(isCustomFieldName) ? openWhere(context, 'opportunity', where.filter, fields, where.scope) : where;
}

/** Those of its figures too, of other objects as they may be. */
export const fieldsOfOrder = (order: Order): readonly string[] =>
  order.flatMap(({ field, figure }) => (figure ? fieldNamesOf(figure.of) : [field]));
