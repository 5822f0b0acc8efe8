/** Changes of contacts. */
import type { Selectable } from 'kysely';
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import type { Tables } from '../db/generated/tables.ts';
import { assertCurrent, differences, lockById, updateRows } from '../db/versioned.ts';
import { at } from '../errors.ts';
import { readCreators } from '../user/origin.ts';
import { invalid } from '../value/input.ts';
import { toDate } from '../value/period.ts';
import { type ContactRow, insertContacts, type NewContactInput, newContact } from './create.ts';
import { type ContactInput, contactColumns } from './input.ts';

export interface ContactUpdate {
  readonly id: string;
  readonly change: ContactInput;
  readonly expectedVersion?: number | null;
}

/** What is the same already changes nothing, the version included. @throws NOT_FOUND, VERSION_CONFLICT, INVALID_INPUT */
export async function updateContact(session: Session, caller: Caller, update: ContactUpdate): Promise<void> {
  const { id, change, expectedVersion } = update;
  const row = (await lockById(session, 'contact', caller.organizationId, [id])).get(id);
  assertCurrent(row, 'contact', expectedVersion);
  await store(session, caller, row, contactColumns(change));
}

type Row = Selectable<Tables['contact']>;

async function store(session: Session, caller: Caller, row: Row, wanted: Partial<Row>): Promise<void> {
  const patch = differences(row, wanted);
  if (Object.keys(patch).length === 0) return;
  const { userId, now } = session.moment.of(caller);
  const stamp = { updated_by: userId, date_updated: toDate(now) };
  await updateRows(session, 'contact', caller.organizationId, [row.id], { ...patch, ...stamp });
}

/** One of the people of a lead: with an id it is changed, without one it is new. */
export interface ContactChange extends NewContactInput {
  readonly id?: string | null;
}

/** Contacts of the lead that are not named stay as they are. @throws INVALID_INPUT with a path such as `['contacts', 0, 'id']` */
export async function changeContacts(
  session: Session,
  caller: Caller,
  leadId: string,
  changes: readonly ContactChange[],
): Promise<void> {
  const known = changes.flatMap(({ id }) => id ?? []);
  const rows = await lockById(session, 'contact', caller.organizationId, known);
  const creators = await readCreators(session, caller, changes);
  const author = session.moment.of(caller);
  const made: ContactRow[] = [];
  const changed = new Map<Row, Partial<Row>>();
  at('contacts', () =>
    changes.forEach((change, index) => {
      at(index, () => {
        if (change.id == null) made.push(newContact(author, creators, change));
        else changed.set(contactOf(leadId, rows, changed, change.id), contactColumns(change));
      });
    }),
  );
  for (const [row, wanted] of changed) await store(session, caller, row, wanted);
  await insertContacts(
    session,
    caller,
    made.map((contact) => ({ leadId, contact })),
  );
}

/** A contact of another lead is not there. */
function contactOf(
  leadId: string,
  rows: ReadonlyMap<string, Row>,
  changed: ReadonlyMap<Row, unknown>,
  id: string,
): Row {
  const row = rows.get(id);
  if (row?.lead_id !== leadId) throw invalid('id', `The lead has no contact ${JSON.stringify(id.slice(0, 100))}.`);
  if (changed.has(row)) throw invalid('id', `The contact ${JSON.stringify(id)} is named twice.`);
  return row;
}
