/** What reading or printing a search needs to know beside its text. */
import type { Caller, When } from '../caller.ts';
import { catalogOf, plainCatalog } from '../catalog.ts';
import type { CustomFieldDefinition } from '../custom-field/definition.ts';
import type { Table, Tables } from '../filter/field.ts';
import { leadsForPrograms, type QueryTable, queryTables } from './names.ts';

export interface QueryOptions {
  /** What is searched. */
  readonly table: 'opportunity' | 'lead';
  /** Whose `me`, whose days, whose currency. */
  readonly caller: Pick<Caller, 'userId' | 'currency' | keyof When>;
  /** All custom fields of the organization. */
  readonly definitions: readonly CustomFieldDefinition[];
  /** Whether a program asks, for which there is none of what is not kept. @default it is an error that says so */
  readonly forPrograms?: boolean;
}

export interface Reading extends Pick<QueryOptions, 'caller' | 'definitions' | 'forPrograms'> {
  readonly source: string;
  /** The core's tables, custom fields among their fields. */
  readonly tables: Tables;
  /** The kind of object that is asked about, here. */
  readonly table: QueryTable;
  /** Told what is probably not meant as it stands, or may surprise. */
  readonly warn: (warning: string) => void;
}

export function openReading(
  source: string,
  { table, caller, definitions, forPrograms = false }: QueryOptions,
  warn: Reading['warn'] = () => {},
): Reading {
  const { tables } = definitions.length > 0 ? catalogOf(definitions) : plainCatalog;
  return {
    source,
    caller,
    definitions,
    forPrograms,
    tables,
    table: forPrograms && table === 'lead' ? leadsForPrograms : queryTables[table],
    warn,
  };
}

export function coreTable({ tables, table }: Reading): Table {
  const core = tables.get(table.name);
  if (!core) throw new Error(`no table ${table.name} is registered`);
  return core;
}
