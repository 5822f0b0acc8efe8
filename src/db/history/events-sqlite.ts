/** How SQLite writes the event log: row by row, as it keeps versions. Who writes stands in `change_origin`: see `db/origin.ts`. */
import type { Column } from '../rows/model.ts';
import { columnsOf, type EventKind, eventColumns, eventKinds } from './event-kinds.ts';
import { now, type Trigger, trigger } from './sqlite-trigger.ts';

type Row = 'old' | 'new';

const moment = (value: string) => `strftime('%Y-%m-%dT%H:%M:%fZ', ${value} / 1000.0, 'unixepoch')`;

/** As JSON. */
function jsonOf(row: string, { column, type }: Column): string {
  const value = `${row}.${column}`;
  if (type === 'Json') return `json(coalesce(${value}, 'null'))`;
  if (type === 'Boolean') return `json(iif(${value}, 'true', 'false'))`;
  return `json(json_quote(${type === 'DateTime' ? moment(value) : value}))`;
}

const imageOf = (row: string, kind: EventKind) =>
  `json_object(${columnsOf(kind)
    .told.map((column) => `'${column.column}', ${jsonOf(row, column)}`)
    .join(', ')})`;

const changed = (kind: EventKind) =>
  `(select json_group_object(name, json(was)) from (${columnsOf(kind)
    .compared.map(
      (column) =>
        `select '${column.column}' as name, ${jsonOf('old', column)} as was where old.${column.column} is not new.${column.column}`,
    )
    .join(' union all ')}))`;

/** 17 digits tell any two numbers apart. */
const customValue = `json(case when v.number_value is not null then printf('%!.17g', v.number_value)
  else json_quote(coalesce(v.text_value, v.date_value, ${moment('v.instant_value')}, v.user_id, v.contact_id)) end)`;

const valuesOf = (where: string) =>
  `(select json_group_array(${customValue}) from (select * from custom_field_value as w where ${where} order by w.position) as v)`;

const customOf = (row: string, owner: string) => `
  (select json_group_object('custom.' || v.custom_field_id, json(v.list)) from (
    select v.custom_field_id, json_group_array(${customValue}) as list from (
      select * from custom_field_value as w where w.organization_id = ${row}.organization_id and w.${owner} = ${row}.id
      order by w.custom_field_id, w.position) as v
    group by v.custom_field_id) as v)`;

const wholeOf = (row: string, kind: EventKind) =>
  kind.values ? `json_patch(${imageOf(row, kind)}, ${customOf(row, kind.values)})` : imageOf(row, kind);

/** What is done by hand is told apart by the moment of its statement. */
const changeId = `coalesce((select change_id from change_origin), 'at ' || ${now})`;

interface Told {
  readonly row: string;
  readonly action: string;
  readonly data: string;
  readonly previous: string;
  /** Where the row stands, if that is not the one that fires the trigger. */
  readonly from?: string;
}

function tell(kind: EventKind, { row, action, data, previous, from = '(select 1)' }: Told): string {
  const date = `coalesce(o.date, ${now})`;
  // A deletion comes after the last change, whichever request came in first.
  const last = action === 'deleted' ? `${row}.date_updated + 1` : `${row}.date_updated`;
  const later = columnsOf(kind).hasDate ? `max(${last}, ${date})` : date;
  const id = `'ev_' || lower(hex(randomblob(16)))`;
  return `insert into event (${eventColumns})
    select ${id}, ${row}.organization_id, '${kind.type}', ${row}.id, ${kind.lead ? `${row}.${kind.lead}` : 'null'},
      '${action}', ${data}, ${previous}, coalesce(o.change_id, 'at ' || ${now}), o.user_id, o.api_key_id, o.request_id, ${later}
    from ${from} left join change_origin as o on true`;
}

function triggersOf(kind: EventKind): readonly Trigger[] {
  const { table, compared, hasVersion } = columnsOf(kind);
  const differs = [...compared.map(({ column }) => column), ...(hasVersion ? ['version'] : [])]
    .map((column) => `new.${column} is not old.${column}`)
    .join(' or ');
  return [
    trigger(`event_${table}_insert`, `after insert on ${table}`, [
      tell(kind, { row: 'new', action: 'created', data: imageOf('new', kind), previous: 'null' }),
    ]),
    trigger(`event_${table}_update`, `after update on ${table} when ${differs}`, [
      tell(kind, { row: 'new', action: 'updated', data: wholeOf('new', kind), previous: changed(kind) }),
    ]),
    // Before: its custom fields are still there.
    trigger(`event_${table}_delete`, `before delete on ${table}`, [
      tell(kind, { row: 'old', action: 'deleted', data: 'null', previous: wholeOf('old', kind) }),
    ]),
  ];
}

type Owner = 'opportunity_id' | 'lead_id';

const lastOf = (
  row: Row,
  owner: Owner,
) => `(select e.row_key from event as e where e.organization_id = ${row}.organization_id
  and e.object_id = ${row}.${owner} order by e.row_key desc limit 1)`;

/** That of this transaction. */
const itsEvent = (row: Row, owner: Owner) => `row_key = ${lastOf(row, owner)} and change_id = ${changeId}`;

const listNow = (row: Row, owner: Owner) =>
  valuesOf(
    `w.organization_id = ${row}.organization_id and w.${owner} = ${row}.${owner} and w.custom_field_id = ${row}.custom_field_id`,
  );

const path = (row: Row) => `'$."custom.' || ${row}.custom_field_id || '"'`;

/** Values belong to the event of their object, which its row has written just before; by hand there may be none. */
const before = (kind: EventKind, row: Row, owner: Owner): readonly string[] => [
  tell(kind, {
    ...{ row: 'r', action: 'updated', data: wholeOf('r', kind), previous: `'{}'` },
    from: `(select * from ${columnsOf(kind).table} where organization_id = ${row}.organization_id and id = ${row}.${owner}
      and not exists (select 1 from event where ${itsEvent(row, owner)})) as r`,
  }),
  `update event set previous_data = json_insert(previous_data, ${path(row)}, json(${listNow(row, owner)}))
    where ${itsEvent(row, owner)} and action = 'updated'`,
];

const after = (row: Row, owner: Owner): readonly string[] => [
  `update event set data = json_set(data, ${path(row)}, json(${listNow(row, owner)}))
    where ${itsEvent(row, owner)} and action <> 'deleted'`,
];

const changes = [
  ['insert', 'new'],
  ['update', 'old'],
  ['delete', 'old'],
] as const;

function valueTriggersOf(kind: EventKind): readonly Trigger[] {
  const { values: owner } = kind;
  if (owner === undefined) return [];
  return changes.flatMap(([event, row]) => {
    const on = `${event} on custom_field_value when ${row}.${owner} is not null`;
    return [
      trigger(`event_${kind.type}_value_before_${event}`, `before ${on}`, before(kind, row, owner)),
      trigger(`event_${kind.type}_value_after_${event}`, `after ${on}`, after(row, owner)),
    ];
  });
}

export const sqliteEventTriggers: readonly Trigger[] = [
  ...eventKinds.flatMap(triggersOf),
  ...eventKinds.flatMap(valueTriggersOf),
];
