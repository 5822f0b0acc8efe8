/** How PostgreSQL writes the event log: all rows of a statement at once. Who writes is a setting of the transaction: see `db/origin.ts`. */
import type { Column } from '../rows/model.ts';
import { columnsOf, type EventKind, eventColumns, eventKinds } from './event-kinds.ts';
import type { PostgresTrigger } from './triggers-postgres.ts';

const now = `date_trunc('milliseconds', clock_timestamp())`;
const moment = (value: string) => `to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const jsonOf = (row: string, { column, type }: Column) =>
  type === 'DateTime' ? moment(`${row}.${column}`) : `${row}.${column}`;

const imageOf = (row: string, columns: readonly Column[]) =>
  `jsonb_build_object(${columns.map((column) => `'${column.column}', ${jsonOf(row, column)}`).join(', ')})`;

const changed = (kind: EventKind) => `
  (select coalesce(jsonb_object_agg(was.key, was.value), '{}') from jsonb_each(${imageOf('b', columnsOf(kind).compared)}) as was
    where was.value is distinct from ${imageOf('a', columnsOf(kind).compared)} -> was.key)`;

const customValue = `case when v.number_value is not null then to_jsonb(v.number_value)
  else to_jsonb(coalesce(v.text_value, v.date_value, ${moment('v.instant_value')}, v.user_id, v.contact_id)) end`;

const customOf = (row: string, owner: string) => `
  coalesce((select jsonb_object_agg('custom.' || l.custom_field_id, l.list) from (
    select v.custom_field_id, jsonb_agg(${customValue} order by v.position) as list from custom_field_value as v
    where v.organization_id = ${row}.organization_id and v.${owner} = ${row}.id group by v.custom_field_id) as l), '{}')`;

function wholeOf(row: string, kind: EventKind): string {
  const image = imageOf(row, columnsOf(kind).told);
  return kind.values ? `${image} || ${customOf(row, kind.values)}` : image;
}

const origin = `(select nullif(current_setting('gateway.origin', true), '')::jsonb as told) as o`;
const date = `coalesce(to_timestamp((o.told ->> 'date')::double precision / 1000), ${now})`;
const changeId = 'pg_current_xact_id()::text';

interface Told {
  readonly row: string;
  readonly action: string;
  readonly data: string;
  readonly previous: string;
  /** The rows, as the row is called. */
  readonly from: string;
  readonly where?: string;
}

/** A deletion comes after the last change, whichever request came in first. */
const laterThan = (row: string, action: string) =>
  `greatest(${row}.date_updated${action === 'deleted' ? " + interval '1 millisecond'" : ''}, ${date})`;

const tell = (kind: EventKind, { row, action, data, previous, from, where = 'true' }: Told) => `
  insert into event (${eventColumns})
  select 'ev_' || replace(gen_random_uuid()::text, '-', ''), ${row}.organization_id, '${kind.type}', ${row}.id,
    ${kind.lead ? `${row}.${kind.lead}` : 'null'}, '${action}', ${data}, ${previous}, ${changeId},
    o.told ->> 'userId', o.told ->> 'apiKeyId', o.told ->> 'requestId',
    ${columnsOf(kind).hasDate ? laterThan(row, action) : date}
  from ${from}, ${origin} where ${where};`;

function triggersOf(kind: EventKind): readonly PostgresTrigger[] {
  const { table, compared, hasVersion } = columnsOf(kind);
  const differs = [...compared.map(({ column }) => column), ...(hasVersion ? ['version'] : [])];
  const row = (name: string) => `(${differs.map((column) => `${name}.${column}`).join(', ')})`;
  const image = imageOf('a', columnsOf(kind).told);
  return [
    {
      ...{ name: `event_${table}_insert`, table },
      event: 'after insert on # referencing new table as after for each statement',
      body: `${tell(kind, { row: 'a', action: 'created', data: image, previous: 'null', from: 'after as a' })} return null;`,
    },
    {
      ...{ name: `event_${table}_update`, table },
      event: 'after update on # referencing old table as before new table as after for each statement',
      body: `${tell(kind, {
        ...{ row: 'a', action: 'updated', data: wholeOf('a', kind), previous: changed(kind) },
        ...{ from: 'before as b join after as a on a.id = b.id', where: `${row('a')} is distinct from ${row('b')}` },
      })} return null;`,
    },
    {
      // Before: its custom fields are still there.
      ...{ name: `event_${table}_delete`, table, event: 'before delete on # for each row' },
      body: `${tell(kind, {
        ...{ row: 'r', action: 'deleted', data: 'null', previous: wholeOf('r', kind) },
        from: '(select old.*) as r',
      })} return old;`,
    },
  ];
}

/** The newest event of an object, where it is of this transaction. */
const itsEvent = (objectId: string, organizationId: string) => `
  (select e.row_key from (select e.row_key, e.change_id from event as e where e.organization_id = ${organizationId}
    and e.object_id = ${objectId} order by e.row_key desc limit 1) as e where e.change_id = ${changeId})`;

type Change = 'insert' | 'update' | 'delete';
type Owner = 'opportunity_id' | 'lead_id';

/** The fields that the statement touches, each once for each object. */
function touched(change: Change, owner: Owner): string {
  const rows = (name: string) =>
    `select organization_id, ${owner}, custom_field_id from ${name} where ${owner} is not null`;
  if (change === 'update') return `${rows('before')} union ${rows('after')}`;
  return `select distinct * from (${rows(change === 'insert' ? 'after' : 'before')}) as f`;
}

/** The values that a field had before the statement. */
function wasOf(change: Change, owner: Owner): string {
  const its = (name: string) =>
    `${name}.organization_id = f.organization_id and ${name}.${owner} = f.${owner} and ${name}.custom_field_id = f.custom_field_id`;
  const kept = `select v.* from custom_field_value as v where ${its('v')}`;
  const others = change === 'delete' ? kept : `${kept} and v.row_key not in (select row_key from after)`;
  return change === 'insert' ? others : `${others} union all select b.* from before as b where ${its('b')}`;
}

const listOf = (rows: string) =>
  `coalesce((select jsonb_agg(${customValue} order by v.position) from (${rows}) as v), '[]')`;

/** Values belong to the event of their object, which its row has written just before; by hand there may be none. */
function ofOwner(change: Change, kind: EventKind): string {
  const { values: owner } = kind;
  if (owner === undefined) return '';
  const ensured = tell(kind, {
    ...{ row: 'r', action: 'updated', data: wholeOf('r', kind), previous: `'{}'` },
    from: `(select r.* from ${columnsOf(kind).table} as r where (r.organization_id, r.id) in (
      select f.organization_id, f.${owner} from (${touched(change, owner)}) as f)) as r`,
    where: `${itsEvent('r.id', 'r.organization_id')} is null`,
  });
  const now = `select v.* from custom_field_value as v where v.organization_id = f.organization_id
    and v.${owner} = f.${owner} and v.custom_field_id = f.custom_field_id`;
  return `${ensured}
    update event as e set data = e.data || l.now,
      previous_data = case when e.action = 'updated' then l.was || e.previous_data else e.previous_data end
    from (
      select row_key, jsonb_object_agg(name, was) as was, jsonb_object_agg(name, now) as now from (
        select o.row_key, 'custom.' || f.custom_field_id as name, ${listOf(wasOf(change, owner))} as was, ${listOf(now)} as now
        from (${touched(change, owner)}) as f join (
          select distinct f.${owner}, ${itsEvent(`f.${owner}`, 'f.organization_id')} as row_key from (${touched(change, owner)}) as f
        ) as o on o.${owner} = f.${owner} where o.row_key is not null) as l
      group by row_key) as l
    where e.row_key = l.row_key and e.action <> 'deleted';`;
}

function valueTrigger(change: Change): PostgresTrigger {
  const tables = { insert: 'new table as after', delete: 'old table as before' } as const;
  const referenced = change === 'update' ? 'old table as before new table as after' : tables[change];
  return {
    ...{ name: `event_value_${change}`, table: 'custom_field_value' },
    event: `after ${change} on # referencing ${referenced} for each statement`,
    body: `${eventKinds.map((kind) => ofOwner(change, kind)).join('')} return null;`,
  };
}

export const postgresEventTriggers: readonly PostgresTrigger[] = [
  ...eventKinds.flatMap(triggersOf),
  ...(['insert', 'update', 'delete'] as const).map(valueTrigger),
];
