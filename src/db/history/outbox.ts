/**
 * The outbox of webhooks: with each event that a webhook wants, a row that says so. By a trigger, in the transaction of the
 * change: what was rolled back left no row, and what was committed has one, whoever is killed next. To follow the log by its
 * `row_key` would need no rows, but on PostgreSQL transactions commit in another order than they took their keys, and who
 * has read up to one would never see a smaller that came later. Without a webhook a change costs a look into an index.
 */
import { now, type Trigger, trigger } from './sqlite-trigger.ts';
import type { PostgresTrigger } from './triggers-postgres.ts';

const columns = [
  ...['id', 'organization_id', 'webhook_id', 'event_id', 'status'],
  ...['next_attempt', 'date_created', 'date_updated'],
].join(', ');

/** What its `extra_filter` says is looked at when it is delivered, by the fields that are shown then. */
const wants = (event: string, each: string, value: (key: string) => string) =>
  `exists (select 1 from ${each} as s
    where ${value('object_type')} = ${event}.object_type and ${value('action')} = ${event}.action)`;

const active = (event: string) => `w.organization_id = ${event}.organization_id and w.status = 'active'`;

export const sqliteOutboxTriggers: readonly Trigger[] = [
  trigger(
    'webhook_event_insert',
    `after insert on event when exists (select 1 from webhook as w where ${active('new')})`,
    [
      `insert into webhook_delivery (${columns})
        select 'whdel_' || lower(hex(randomblob(16))), new.organization_id, w.id, new.id, 'pending', ${now}, ${now}, ${now}
        from webhook as w where ${active('new')} and ${wants('new', 'json_each(w.events)', (key) => `s.value ->> '${key}'`)}`,
    ],
  ),
];

const postgresNow = `date_trunc('milliseconds', clock_timestamp())`;

export const postgresOutboxTriggers: readonly PostgresTrigger[] = [
  {
    ...{ name: 'webhook_event_insert', table: 'event' },
    event: 'after insert on # referencing new table as after for each statement',
    body: `insert into webhook_delivery (${columns})
      select 'whdel_' || replace(gen_random_uuid()::text, '-', ''), a.organization_id, w.id, a.id, 'pending',
        ${postgresNow}, ${postgresNow}, ${postgresNow}
      from after as a join webhook as w on ${active('a')}
      where ${wants('a', 'jsonb_array_elements(w.events)', (key) => `s.value ->> '${key}'`)}
      order by a.row_key; return null;`,
  },
];
