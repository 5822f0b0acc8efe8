/** The leads that rows name, by an id or one for each distinct name; those that are missing are created. */
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { untitled } from '../lead/input.ts';
import { readLeadStatuses } from '../lead/status.ts';
import { newId } from '../value/id.ts';
import { required } from '../value/required.ts';
import { fold } from '../value/text.ts';
import { unreadable } from './file/source.ts';
import { madeBy } from './made-by.ts';
import type { Ensured } from './people.ts';
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
  const created = await createLeads(
    session,
    target,
    missing.map((name) => ({ name })),
  );
  missing.forEach((name, i) => {
    ids.set(name, required(created[i], 'the new lead'));
  });
  return { ids, created: missing.length };
}

/**
 * Leads by what the file calls them, which is their own id, or what another system (or another organization) called them: two
 * leads of one name stay two.
 */
export async function ensureLeadsById(
  session: Session,
  target: Target,
  wanted: ReadonlyMap<string, string>,
): Promise<Ensured> {
  if (wanted.size === 0) return { ids: new Map(), created: 0 };
  const given = [...wanted.keys()];
  const leads = await session.kysely
    .selectFrom('lead')
    .select(['id', 'external_id'])
    .where('organization_id', '=', target.organizationId)
    .where(({ ref, or }) =>
      or([session.dialect.isOneOf(ref('id'), given), session.dialect.isOneOf(ref('external_id'), given)]),
    )
    .execute();
  const ids = new Map(
    leads.flatMap(
      ({ id, external_id: other }) => [[id, id], ...(other === null ? [] : [[other, id]])] as [string, string][],
    ),
  );
  const missing = given.filter((id) => !ids.has(id));
  const created = await createLeads(
    session,
    target,
    missing.map((externalId) => ({ externalId, name: wanted.get(externalId) ?? untitled.name })),
  );
  missing.forEach((externalId, i) => {
    ids.set(externalId, required(created[i], 'the new lead'));
  });
  return { ids, created: missing.length };
}

export interface NewLead {
  readonly name: string;
  readonly externalId?: string;
}

/** @returns the ids, in the order given */
export async function createLeads(
  session: Session,
  target: Target,
  leads: readonly NewLead[],
): Promise<readonly string[]> {
  if (leads.length === 0) return [];
  const [status] = await readLeadStatuses(session, target.organizationId);
  if (!status) throw unreadable('The organization has no lead status for the leads it would be given.');
  const rows = leads.map(({ name, externalId = null }) => ({
    ...{ id: newId('lead'), organization_id: target.organizationId, name, name_folded: fold(name) },
    ...{ external_id: externalId, addresses: [], status_id: status.id, ...madeBy(target) },
  }));
  await insertRows(session, 'lead', rows);
  return rows.map(({ id }) => id);
}
