/**
 * Rows with a version: read for writing, compared with what is wanted, and written column by column. Only columns that
 * differ are set, so that two callers who change different fields both get what they asked for.
 */
import { type Selectable, sql, type Updateable } from 'kysely';
import { DomainError } from '../errors.ts';
import { toJson } from '../value/json.ts';
import { isText } from '../value/text.ts';
import type { Session } from './client.ts';
import type { Tables } from './generated/tables.ts';

export type VersionedTable = 'opportunity' | 'lead' | 'contact' | 'task' | 'note' | 'webhook';

/** Who changed it and when. */
export type Stamp = Pick<Updateable<Tables['opportunity']>, 'updated_by' | 'date_updated'>;

/** The rows by id, nobody else changing them until the transaction ends. In the order of ids, so that writers queue up. */
export async function lockById<Name extends VersionedTable>(
  { kysely, dialect, moment }: Session,
  table: Name,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Selectable<Tables[Name]>>> {
  const { rows } = await sql<Selectable<Tables[Name]> & { readonly id: string; readonly date_updated: Date }>`
    select * from ${sql.table(table)}
    where organization_id = ${organizationId} and ${dialect.isOneOf(sql.ref('id'), ids.filter(isText))}
    order by id ${dialect.lockRows}`.execute(kysely);
  moment.follow(rows);
  return new Map(rows.map((row) => [row.id, row]));
}

/** @throws NOT_FOUND, VERSION_CONFLICT */
export function assertCurrent<Row extends { readonly version: number }>(
  row: Row | undefined,
  name: string,
  expectedVersion?: number | null,
): asserts row is Row {
  if (row === undefined) throw new DomainError('NOT_FOUND', `There is no ${name} with this id.`);
  if (expectedVersion == null || expectedVersion === row.version) return;
  const message = `The ${name} has changed: it is at version ${row.version}, not ${expectedVersion}. Read it again and decide.`;
  throw new DomainError('VERSION_CONFLICT', message, { extra: { currentVersion: row.version } });
}

/** The part of `wanted` that differs from the row. Of JSON SQLite hands over the text, PostgreSQL keys in an order of its own. */
export function differences<Row extends object>(row: Row, wanted: Partial<Row>): Partial<Row> {
  const entries = Object.entries(wanted).filter(
    ([column, value]) => value !== undefined && !same(value, row[column as keyof Row]),
  );
  return Object.fromEntries(entries) as Partial<Row>;
}

function same(wanted: unknown, stored: unknown): boolean {
  if (Array.isArray(wanted)) return toJson(wanted) === toJson(typeof stored === 'string' ? JSON.parse(stored) : stored);
  return wanted instanceof Date && stored instanceof Date ? wanted.getTime() === stored.getTime() : wanted === stored;
}

/** One statement for all rows that get the same change; the version counts it. */
export async function updateRows<Name extends VersionedTable>(
  { kysely, dialect }: Session,
  table: Name,
  organizationId: string,
  ids: readonly string[],
  change: Partial<Selectable<Tables[Name]>> & Stamp,
): Promise<void> {
  const settings = Object.entries(change).map(([column, value]) => sql`${sql.ref(column)} = ${parameter(value)}`);
  await sql`
    update ${sql.table(table)} set ${sql.join(settings)}, version = version + 1
    where organization_id = ${organizationId} and ${dialect.isOneOf(sql.ref('id'), ids)}`.execute(kysely);
}

/** Lists are JSON: `pg` would send them as arrays of its own. */
const parameter = (value: unknown) => (Array.isArray(value) ? toJson(value) : value);
