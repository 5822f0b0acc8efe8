/** What the histories of both kinds of status, and of tasks, have in common: who changed it and when, and what a new entry says. */
import type { Instant } from '../value/period.ts';
import { bodyFieldsOf } from './body-field.ts';
import { type Field, fieldsOf } from './field.ts';
import { anyText, momentInTime, orNull } from './reader.ts';
import { noValidChoice } from './refusals.ts';
import { listOf, nullable, text } from './schema.ts';

interface ChangeRow {
  readonly id: string;
  readonly userId: string | null;
  readonly membership: { readonly fullName: string } | null;
  readonly dateCreated: Date;
  readonly dateUpdated: Date;
}

const { column, computed, fixed, moment } = fieldsOf<ChangeRow>();

const userName = (name: string, did: string) =>
  computed(name, nullable(text), `The full name of who ${did}.`, ({ membership }) => membership?.fullName ?? null, {
    select: { membership: { select: { fullName: true } } },
  });

/** `did`: `changed it` */
export const whoAndWhenOf = (did: string): readonly Field<ChangeRow>[] => [
  column('user_id', 'userId', nullable(text), `Who ${did}.`),
  userName('user_name', did),
  fixed('users', [], listOf(text), 'Others who took part; there are none.'),
  column('created_by', 'userId', nullable(text), `Who ${did}.`),
  userName('created_by_name', did),
  column('updated_by', 'userId', nullable(text), `Who ${did}.`),
  userName('updated_by_name', did),
  moment('activity_at', 'dateCreated', `When somebody ${did}.`),
  moment('date_created', 'dateCreated', `When somebody ${did}.`),
  moment('date_updated', 'dateUpdated', 'When the entry was written.'),
];

export const whoAndWhen = whoAndWhenOf('changed it');

interface Entry {
  readonly oldStatusId?: string | null;
  readonly newStatusId: string;
  readonly userId?: string | null;
  readonly date?: Instant | null;
}

const entry = bodyFieldsOf<Entry>();

export const entryOfChange = [
  entry('old_status_id', 'oldStatusId', orNull(anyText), 'The status before.', { refusal: noValidChoice }),
  entry('new_status_id', 'newStatusId', anyText, 'The status after.', { refusal: noValidChoice }),
  entry('user_id', 'userId', orNull(anyText), 'Who changed it; you, where nothing is said.', { errorName: 'user' }),
  entry('date_created', 'date', orNull(momentInTime), 'When it changed; now, where nothing is said.'),
  entry('activity_at', 'date', orNull(momentInTime), 'The same.'),
];
