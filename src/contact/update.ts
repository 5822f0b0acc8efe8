/** Changes of a contact. */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { assertCurrent, differences, lockById, updateRows } from '../db/versioned.ts';
import { toJson } from '../value/json.ts';
import { toDate } from '../value/period.ts';
import { type ContactInput, contactColumns } from './input.ts';

export interface ContactUpdate {
  readonly id: string;
  readonly change: ContactInput;
  readonly expectedVersion?: number | null;
}

/** What is the same already changes nothing, the version included. @throws NOT_FOUND, VERSION_CONFLICT, INVALID_INPUT */
export async function updateContact(session: Session, caller: Caller, update: ContactUpdate): Promise<void> {
  const { organizationId, userId, now } = caller;
  const { id, change, expectedVersion } = update;
  const row = (await lockById(session, 'contact', organizationId, [id])).get(id);
  assertCurrent(row, 'contact', expectedVersion);
  const patch = differences(listsAsText(row), listsAsText(contactColumns(change)));
  if (Object.keys(patch).length === 0) return;
  const stamp = { updated_by: userId, date_updated: toDate(now) };
  await updateRows(session, 'contact', organizationId, [id], { ...patch, ...stamp });
}

const lists = ['emails', 'phones', 'urls'] as const;

/** Alike for equal lists: SQLite hands them over as text, PostgreSQL with their keys in an order of its own. */
function listsAsText<Row extends { readonly [List in (typeof lists)[number]]?: unknown }>(row: Row): Row {
  const texts = lists.flatMap((list) => (row[list] === undefined ? [] : [[list, listText(row[list])] as const]));
  return { ...row, ...Object.fromEntries(texts) };
}

const listText = (list: unknown) => toJson(typeof list === 'string' ? JSON.parse(list) : list);
