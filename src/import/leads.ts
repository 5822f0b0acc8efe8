/** The leads that rows name, one for each distinct name, and their contacts; those that are missing are created. */
import { checkContact } from '../contact/create.ts';
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { readLeadStatuses } from '../lead/status.ts';
import { newId } from '../value/id.ts';
import { toDate } from '../value/period.ts';
import { required } from '../value/required.ts';
import { fold } from '../value/text.ts';
import type { Ensured } from './people.ts';
import { unreadable } from './source.ts';
import type { Target } from './target.ts';

export async function ensureLeads(session: Session, target: Target, names: ReadonlySet<string>): Promise<Ensured> {
  if (names.size === 0) return { ids: new Map(), created: 0 };
  const leads = await session.kysely
    .selectFrom('lead')
    .select(['id', 'name'])
    .where('organization_id', '=', target.organizationId)
    // The index is on the folded name; two names that differ in case only are two leads all the same.
    .where((eb) => session.dialect.isOneOf(eb.ref('name_folded'), [...names].map(fold)))
    // Of two with one name, the older: the last entry of a map wins.
    .orderBy('date_created', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const ids = new Map(leads.map(({ id, name }) => [name.normalize('NFC'), id]));
  const missing = [...names].filter((name) => !ids.has(name));
  const created = await createLeads(session, target, missing);
  missing.forEach((name, i) => {
    ids.set(name, required(created[i], 'the new lead'));
  });
  return { ids, created: missing.length };
}

/** @returns the ids, in the order of the names */
export async function createLeads(
  session: Session,
  target: Target,
  names: readonly string[],
): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const [status] = await readLeadStatuses(session, target.organizationId);
  if (!status) throw unreadable('The organization has no lead status for the leads it would be given.');
  const rows = names.map((name) => ({
    ...{ id: newId('lead'), organization_id: target.organizationId, name, name_folded: fold(name) },
    ...{ addresses: [], status_id: status.id, ...createdAt(target) },
  }));
  await insertRows(session, 'lead', rows);
  return rows.map(({ id }) => id);
}

export interface ContactName {
  readonly leadId: string;
  readonly name: string;
}

export const contactKey = ({ leadId, name }: ContactName): string => `${leadId} ${name}`;

/** @returns the ids by `contactKey` */
export async function ensureContacts(
  session: Session,
  target: Target,
  wanted: readonly ContactName[],
): Promise<Ensured> {
  if (wanted.length === 0) return { ids: new Map(), created: 0 };
  const contacts = await session.kysely
    .selectFrom('contact')
    .select(['id', 'lead_id as leadId', 'name'])
    .where('organization_id', '=', target.organizationId)
    .where((eb) => session.dialect.isOneOf(eb.ref('lead_id'), [...new Set(wanted.map(({ leadId }) => leadId))]))
    .orderBy('date_created', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const ids = new Map(
    contacts.map(({ id, leadId, name }) => [contactKey({ leadId, name: name.normalize('NFC') }), id]),
  );
  const missing = new Map(wanted.filter((contact) => !ids.has(contactKey(contact))).map((it) => [contactKey(it), it]));
  const rows = [...missing.values()].map(({ leadId, name }) => ({
    ...{ id: newId('contact'), organization_id: target.organizationId, lead_id: leadId },
    ...{ ...checkContact({ name }), ...createdAt(target) },
  }));
  await insertRows(session, 'contact', rows);
  for (const { id, lead_id: leadId, name } of rows) ids.set(contactKey({ leadId, name }), id);
  return { ids, created: rows.length };
}

const createdAt = ({ now }: Target) => ({ date_created: toDate(now), date_updated: toDate(now) });
