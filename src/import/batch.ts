/**
 * `importBatch`: some rows of the file, in one transaction. Every batch reads afresh what it builds on, so that nothing
 * that others change meanwhile is remembered wrongly.
 */
import type { Session } from '../db/client.ts';
import { lockOrganization } from '../db/lock-organization.ts';
import { untitled } from '../lead/input.ts';
import { required } from '../value/required.ts';
import { fold } from '../value/text.ts';
import { changeOf, changesNothing, type Judged, judge, type Placed } from './change.ts';
import { ensureFields, type FieldFinder, type FieldUse } from './custom-field.ts';
import { valuePlanner } from './custom-values.ts';
import { createLeads, ensureContacts, ensureLeads } from './leads.ts';
import { ensureUsers } from './people.ts';
import type { Problem } from './problem.ts';
import type { ImportRow } from './row.ts';
import { ensureStatuses } from './statuses.ts';
import { readStored } from './stored.ts';
import type { Target } from './target.ts';
import { writeChanges } from './write.ts';

/** What became of the opportunities, and how many of what they needed were created. */
export const countNames = [
  ...(['created', 'updated', 'unchanged'] as const),
  ...(['leads', 'contacts', 'users', 'statuses', 'customFields'] as const),
] as const;

export type BatchCounts = Readonly<Record<(typeof countNames)[number], number>>;

export interface BatchOutcome {
  readonly counts: BatchCounts;
  readonly problems: readonly Problem[];
}

export async function importBatch(session: Session, target: Target, rows: readonly ImportRow[]): Promise<BatchOutcome> {
  // Two imports into one organization take turns; otherwise both would create the same lead.
  await lockOrganization(session, target.organizationId);
  const fields = await ensureFields(session, target, usesOf(rows));
  const users = await ensureUsers(session, target, userNames(rows, fields));
  const stored = await readStored(session, target, rows);
  const planValues = valuePlanner(fields, users.ids);
  const judgements = rows.map((row) => judge(row, stored.get(row.external_id ?? ''), planValues));
  const good = judgements.filter((judgement) => 'row' in judgement);

  const statuses = await ensureStatuses(
    session,
    target,
    good.map(({ row }) => row),
  );
  const leads = await placeInLeads(session, target, good);
  const contacts = await ensureContacts(session, target, leads.placed.flatMap(contactOf));
  const names = { statuses, users: users.ids, contacts: contacts.ids };
  const changes = leads.placed.map((placed) => changeOf(placed, names, target.now));
  const written = changes.filter((change) => !changesNothing(change));
  await writeChanges(session, target, statuses, written);

  const created = written.filter((change) => !change.stored).length;
  return {
    problems: judgements.filter((judgement) => 'reason' in judgement),
    counts: {
      ...{ created, updated: written.length - created, unchanged: changes.length - written.length },
      ...{ leads: leads.created, contacts: contacts.created, users: users.created },
      ...{ statuses: statuses.created, customFields: fields.created },
    },
  };
}

function usesOf(rows: readonly ImportRow[]): Iterable<FieldUse> {
  const uses = new Map<string, FieldUse>();
  for (const [name, cell] of rows.flatMap(({ custom }) => [...custom])) {
    const use = uses.get(fold(name)) ?? { name, rows: [] };
    if (cell) use.rows.push(cell);
    uses.set(fold(name), use);
  }
  return uses.values();
}

function userNames(rows: readonly ImportRow[], fields: FieldFinder): ReadonlySet<string> {
  const assignees = rows.map(({ user_name }) => user_name).filter((name) => name != null);
  const cells = rows.flatMap(({ custom }) => [...custom]);
  const others = cells.flatMap(([name, cell]) => (fields.find(name)?.type === 'user' && cell ? cell : []));
  return new Set([...assignees, ...others]);
}

/** Rows without a lead keep the one they have; each new one gets a lead of its own, as in the REST API. */
async function placeInLeads(session: Session, target: Target, rows: readonly Judged[]) {
  const names = rows.map(({ row }) => row.lead_name).filter((name) => name != null);
  const named = await ensureLeads(session, target, new Set(names));
  const homeless = rows.filter(({ row, stored }) => row.lead_name == null && !stored);
  const created = await createLeads(
    session,
    target,
    homeless.map(() => untitled.name),
  );
  const own = new Map(homeless.map(({ id }, i) => [id, created[i]]));
  const placed = rows.map((judged): Placed => {
    const { row, id, stored } = judged;
    const given = row.lead_name == null ? own.get(id) : named.ids.get(row.lead_name);
    return { ...judged, leadId: required(given ?? stored?.opportunity.lead_id, 'the lead of a row') };
  });
  return { placed, created: named.created + created.length };
}

const contactOf = ({ row: { contact_name: name }, leadId }: Placed) => (name == null ? [] : [{ leadId, name }]);
