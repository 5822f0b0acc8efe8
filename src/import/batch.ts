/**
 * `importBatch`: some rows of the file, in one transaction. Every batch reads afresh what it builds on, so that nothing
 * that others change meanwhile is remembered wrongly.
 */
import type { Session } from '../db/client.ts';
import { lockOrganization } from '../db/lock-organization.ts';
import { summedTogether } from '../db/summary/together.ts';
import { untitled } from '../lead/input.ts';
import { required } from '../value/required.ts';
import { fold } from '../value/text.ts';
import { type Change, changeOf, changesNothing, type Judged, judge, type Placed } from './change.ts';
import { type ContactName, contactKey, ensureContacts } from './contacts.ts';
import { ensureFields, type FieldFinder, type FieldUse } from './custom-field.ts';
import { contactNamesOf, type PlanValues, valuePlanner } from './custom-values.ts';
import { formatPlace, type Problem } from './file/problem.ts';
import { createLeads, ensureLeads, ensureLeadsById } from './leads.ts';
import { ensureUsers } from './people.ts';
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
  /** What the good rows came to, also where nothing changed. */
  readonly changes: readonly Change[];
}

export async function importBatch(session: Session, target: Target, rows: readonly ImportRow[]): Promise<BatchOutcome> {
  // Two imports into one organization take turns; otherwise both would create the same lead.
  await lockOrganization(session, target.organizationId);
  const fields = await ensureFields(session, target, usesOf(rows));
  const users = await ensureUsers(session, target, userNames(rows, fields));
  const stored = await readStored(session, target, rows);
  const planValues = valuePlanner(fields, users.ids);
  const once = onceEach();
  const judgements = rows.map((row) => once(judge(row, stored.get(row.external_id ?? ''), planValues)));
  const good = judgements.filter((judgement) => 'row' in judgement);

  const statuses = await ensureStatuses(
    session,
    target,
    good.map(({ row }) => row),
  );
  const leads = await placeInLeads(session, target, good);
  const contacts = await ensureContacts(
    session,
    target,
    leads.placed.flatMap((placed) => contactsOf(placed, fields)),
  );
  const names = { statuses, users: users.ids, contacts: contacts.ids };
  const changes = leads.placed.map((placed) =>
    changeOf(withContacts(placed, fields, planValues, contacts.ids), names, target),
  );
  const written = changes.filter((change) => !changesNothing(change));
  await summedTogether(session, () => writeChanges(session, target, statuses, written));

  const created = written.filter((change) => !change.stored).length;
  return {
    changes,
    problems: judgements.filter((judgement) => 'reason' in judgement),
    counts: {
      ...{ created, updated: written.length - created, unchanged: changes.length - written.length },
      ...{ leads: leads.created, contacts: contacts.created, users: users.created },
      ...{ statuses: statuses.created, customFields: fields.created },
    },
  };
}

export function usesOf(rows: readonly ImportRow[]): Iterable<FieldUse> {
  const uses = new Map<string, FieldUse>();
  for (const [name, { values, ...said }] of rows.flatMap(({ custom }) => [...custom])) {
    const use = uses.get(fold(name)) ?? { name, ...said, rows: [] };
    if (values) use.rows.push(values);
    uses.set(fold(name), use);
  }
  return uses.values();
}

function userNames(rows: readonly ImportRow[], fields: FieldFinder): ReadonlySet<string> {
  const named = rows.flatMap(({ user_name, created_by_name }) => [user_name, created_by_name]);
  const cells = rows.flatMap(({ custom }) => [...custom]);
  const others = cells.flatMap(([name, { values }]) => (fields.find(name)?.type === 'user' && values ? values : []));
  return new Set([...named.filter((name) => name != null), ...others]);
}

/** Rows without a lead keep the one they have; each new one gets a lead of its own, as in the REST API. */
async function placeInLeads(session: Session, target: Target, rows: readonly Judged[]) {
  const identified = new Map(
    rows.flatMap(({ row: { lead_id: id, lead_name: name } }) => (id == null ? [] : [[id, name ?? untitled.name]])),
  );
  const byId = await ensureLeadsById(session, target, identified);
  const names = rows.flatMap(({ row: { lead_id: id, lead_name: name } }) => (id == null && name != null ? name : []));
  const named = await ensureLeads(session, target, new Set(names));
  const homeless = rows.filter(({ row, stored }) => row.lead_id == null && row.lead_name == null && !stored);
  const created = await createLeads(
    session,
    target,
    homeless.map(() => ({ name: untitled.name })),
  );
  const own = new Map(homeless.map(({ id }, i) => [id, created[i]]));
  const placed = rows.map((judged): Placed => {
    const { row, id, stored } = judged;
    const given =
      row.lead_id != null
        ? byId.ids.get(row.lead_id)
        : row.lead_name == null
          ? own.get(id)
          : named.ids.get(row.lead_name);
    return { ...judged, leadId: required(given ?? stored?.opportunity.lead_id, 'the lead of a row') };
  });
  return { placed, created: byId.created + named.created + created.length };
}

function contactsOf({ row, leadId }: Placed, fields: FieldFinder): readonly ContactName[] {
  const own = row.contact_name == null ? [] : [{ leadId, name: row.contact_name }];
  return [...own, ...contactNamesOf(row, fields).map((name) => ({ leadId, name, elsewhere: true }))];
}

/** Fields that hold contacts are planned once more, now that these are there. */
function withContacts(
  placed: Placed,
  fields: FieldFinder,
  planValues: PlanValues,
  contacts: ReadonlyMap<string, string>,
): Placed {
  const { row, id, stored, leadId } = placed;
  const names = contactNamesOf(row, fields);
  if (names.length === 0) return placed;
  const ids = new Map(names.map((name) => [name, contacts.get(contactKey({ leadId, name })) ?? '']));
  const customFields = planValues(row, id, stored?.values ?? [], ids);
  if ('reason' in customFields) throw new Error(`a plan that was good is not: ${customFields.reason}`);
  return { ...placed, customFields };
}

/** A file may name an opportunity by its external id, and by its own. */
function onceEach() {
  const seen = new Map<string, Problem['place']>();
  return (judgement: Judged | Problem): Judged | Problem => {
    if ('reason' in judgement) return judgement;
    const { id, row } = judgement;
    const first = seen.get(id);
    seen.set(id, row.place);
    if (!first) return judgement;
    return { place: row.place, field: 'external_id', reason: `is the opportunity of ${formatPlace(first)} too` };
  };
}
