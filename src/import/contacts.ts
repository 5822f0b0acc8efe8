/** The contacts that rows name, each at a lead; those that are missing are created. */
import { checkContact } from '../contact/create.ts';
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { newId } from '../value/id.ts';
import { fold } from '../value/text.ts';
import { madeBy } from './made-by.ts';
import type { Ensured } from './people.ts';
import type { Target } from './target.ts';

export interface ContactName {
  readonly leadId: string;
  readonly name: string;
  /** Whether somebody of this name at another lead may be meant, when there is only one: of a custom field, not of a deal. */
  readonly elsewhere?: boolean;
}

export const contactKey = ({ leadId, name }: ContactName): string => `${leadId} ${name}`;

/** @returns the ids by `contactKey` */
export async function ensureContacts(
  session: Session,
  target: Target,
  wanted: readonly ContactName[],
): Promise<Ensured> {
  if (wanted.length === 0) return { ids: new Map(), created: 0 };
  const contacts = await readContacts(session, target, wanted);
  const ids = new Map(contacts.map(({ id, leadId, name }) => [contactKey({ leadId, name }), id]));
  const byName = new Map<string, string | undefined>();
  for (const { id, name } of contacts) byName.set(name, byName.has(name) ? undefined : id);
  for (const contact of wanted) {
    const other = contact.elsewhere ? byName.get(contact.name) : undefined;
    if (other !== undefined && !ids.has(contactKey(contact))) ids.set(contactKey(contact), other);
  }
  const missing = new Map(wanted.filter((contact) => !ids.has(contactKey(contact))).map((it) => [contactKey(it), it]));
  const rows = [...missing.values()].map(({ leadId, name }) => ({
    ...{ id: newId('contact'), organization_id: target.organizationId, lead_id: leadId },
    ...{ ...checkContact({ name }), ...madeBy(target) },
  }));
  await insertRows(session, 'contact', rows);
  for (const { id, lead_id: leadId, name } of rows) ids.set(contactKey({ leadId, name }), id);
  return { ids, created: rows.length };
}

/** Those of the leads, and those of a name that may stand elsewhere; of two alike, the older comes last. */
async function readContacts(session: Session, { organizationId }: Target, wanted: readonly ContactName[]) {
  const leadIds = [...new Set(wanted.map(({ leadId }) => leadId))];
  const names = [...new Set(wanted.flatMap(({ name, elsewhere }) => (elsewhere ? fold(name) : [])))];
  const found = await session.kysely
    .selectFrom('contact')
    .select(['id', 'lead_id as leadId', 'name'])
    .where('organization_id', '=', organizationId)
    .where((eb) =>
      eb.or([
        session.dialect.isOneOf(eb.ref('lead_id'), leadIds),
        session.dialect.isOneOf(eb.ref('name_folded'), names),
      ]),
    )
    .orderBy('date_created', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return found.map((contact) => ({ ...contact, name: contact.name.normalize('NFC') }));
}
