/** What resolvers are handed: who asks, one snapshot to read from, and what has been read from it already. */
import type { Caller } from '../caller.ts';
import { type Catalog, catalogOf, plainCatalog } from '../catalog.ts';
import { type CustomFieldDefinition, readCustomFields } from '../custom-field/definition.ts';
import { isCustomFieldName } from '../custom-field/table.ts';
import type { Database, OpenSnapshot, Session } from '../db/client.ts';
import { type Filter, fieldNamesOf } from '../filter/filter.ts';
import type { Order } from '../filter/order.ts';
import { compileWhere, type Where } from '../filter/where.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What a request brings, before an operation of it is executed. */
export interface RequestContext {
  readonly caller: Caller;
}

export interface Context extends RequestContext {
  readonly database: Database;
  readonly session: Session;
  readonly loaders: Loaders;
  /** Rows by the place in the document that asks for them: see `connection.ts`. */
  readonly rowLoaders: Map<object, unknown>;
  /** Custom fields and the tables with them: read when first asked for. */
  customFields(): Promise<readonly CustomFieldDefinition[]>;
  /** The tables for a question about these fields; custom fields are read only where one is among them. */
  catalogFor(fields: readonly string[]): Promise<Catalog>;
  /** After a write: reads from now on see it. */
  refresh(): Promise<void>;
}

export interface OpenContext {
  readonly context: Context;
  close(): Promise<void>;
}

/** The snapshot lasts as long as the operation: lists, totals, groups and relations are all of one moment. */
export async function openContext(database: Database, request: RequestContext): Promise<OpenContext> {
  let snapshot = await database.openSnapshot();
  const context = { ...request, database } as { -readonly [Key in keyof Context]: Context[Key] };
  const begin = ({ session }: OpenSnapshot) => {
    let fields: Promise<readonly CustomFieldDefinition[]> | undefined;
    const customFields = () => {
      fields ??= readCustomFields(session, request.caller.organizationId);
      return fields;
    };
    context.session = session;
    context.loaders = createLoaders(session, request.caller);
    context.rowLoaders = new Map();
    context.customFields = customFields;
    context.catalogFor = async (names) =>
      names.some(isCustomFieldName) ? catalogOf(await customFields()) : plainCatalog;
  };
  begin(snapshot);
  context.refresh = async () => {
    await snapshot.close();
    snapshot = await database.openSnapshot();
    begin(snapshot);
  };
  return { context, close: () => snapshot.close() };
}

type AskedTable = 'opportunity' | 'lead' | 'statusChange';

/** Compiles a filter for the caller. `fields` are those that the order and the groups will name besides. */
export async function openWhere(
  context: Context,
  table: AskedTable,
  filter: Filter,
  fields: readonly string[],
): Promise<Where> {
  const { caller, session, catalogFor } = context;
  const catalog = await catalogFor([...fieldNamesOf(filter), ...fields]);
  const scope = { organizationId: caller.organizationId, dialect: session.dialect, tables: catalog.tables };
  return compileWhere(catalog[table], filter, scope);
}

/** The same rows, with custom fields that were not asked for until now. */
export async function withFields(context: Context, where: Where, fields: readonly string[]): Promise<Where> {
  return fields.some(isCustomFieldName) ? openWhere(context, 'opportunity', where.filter, fields) : where;
}

export const fieldsOfOrder = (order: Order): readonly string[] => order.map(({ field }) => field);
