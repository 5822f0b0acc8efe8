/**
 * Lists that an organization sets up, puts in order and calls by name: pipelines, the statuses in each, the statuses of
 * leads. What tells them apart is said in an `OrderedList`; how they are read, renamed, put in order and shortened is here.
 */
import { sql } from 'kysely';
import { DomainError } from '../errors.ts';
import { newNameOf } from '../value/input.ts';
import { type Instant, toDate } from '../value/period.ts';
import { fold } from '../value/text.ts';
import type { Session } from './client.ts';
import { orderWith, storePositions } from './positions.ts';

export interface OrderedList {
  readonly table: 'pipeline' | 'opportunity_status' | 'lead_status';
  /** The column, and the field of inputs, with what an entry is called; `${label}_folded` is its folded twin. */
  readonly label: 'name' | 'label';
  /** With its article, as messages name an entry. */
  readonly one: string;
  /** What refers to entries, and so keeps them. */
  readonly usedBy: {
    readonly table: 'opportunity_status' | 'opportunity' | 'lead';
    readonly column: 'pipeline_id' | 'status_id';
    /** The column by which a message tells one of them. */
    readonly shown: 'label' | 'id';
    readonly message: (shown: string) => string;
  };
}

/** Which of the lists of that kind: columns, and what they are in each of its rows. */
export interface Within {
  readonly organization_id: string;
  readonly pipeline_id?: string;
}

export interface Entry {
  readonly id: string;
  readonly label: string;
}

/** In their order: the first is the default. */
export async function readEntries({ kysely }: Session, list: OrderedList, within: Within): Promise<readonly Entry[]> {
  const { rows } = await sql<Entry>`
    select id, ${sql.ref(list.label)} as label from ${sql.table(list.table)}
    where ${matching(within)} order by position, id`.execute(kysely);
  return rows;
}

/** @throws NOT_FOUND */
export function entryById<Found extends Entry>(list: OrderedList, entries: readonly Found[], id: string): Found {
  const entry = entries.find((candidate) => candidate.id === id);
  if (entry === undefined) throw new DomainError('NOT_FOUND', `There is no ${bare(list)} with this id.`);
  return entry;
}

/** What an entry is to be called: none of the others is. @throws INVALID_INPUT */
export function newLabel({ label, one }: OrderedList, others: readonly Pick<Entry, 'label'>[], given: string): string {
  const taken = others.map((other) => other.label);
  return newNameOf(label, given, taken, one);
}

/** Places for all of the list, those that were just added the last. */
export async function placeLast(session: Session, list: OrderedList, within: Within, added: readonly string[]) {
  const entries = await readEntries(session, list, within);
  const before = entries.map(({ id }) => id).filter((id) => !added.includes(id));
  await storePositions(session, placesOf(list, within), [...before, ...added]);
}

export interface Renaming {
  readonly id: string;
  readonly to: string;
  /** All of the list. */
  readonly among: readonly Entry[];
  readonly now: Instant;
  /** Columns that change with the name. */
  readonly stamp?: Readonly<Record<string, string>>;
}

/** What is called so already stays as it is, to the date. @throws NOT_FOUND, INVALID_INPUT */
export async function renameEntry(session: Session, list: OrderedList, renaming: Renaming): Promise<void> {
  const { id, to, among, now, stamp = {} } = renaming;
  const current = entryById(list, among, id);
  if (to === current.label) return;
  const others = among.filter((other) => other !== current);
  const label = newLabel(list, others, to);
  if (label === current.label) return;
  const columns = { [list.label]: label, [`${list.label}_folded`]: fold(label), date_updated: toDate(now), ...stamp };
  const settings = Object.entries(columns).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  await sql`update ${sql.table(list.table)} set ${sql.join(settings)} where id = ${id}`.execute(session.kysely);
}

/** Those that are not named follow in the order they have. @throws INVALID_INPUT */
export async function reorderEntries(session: Session, list: OrderedList, within: Within, ids: readonly string[]) {
  const current = (await readEntries(session, list, within)).map(({ id }) => id);
  await storePositions(session, placesOf(list, within), orderWith('ids', current, ids));
}

/** `all`: those of which one must stay. @throws NOT_FOUND; IN_USE while something refers to it, and for the last one */
export async function removeEntry(
  session: Session,
  list: OrderedList,
  within: Within,
  id: string,
  all: readonly Entry[],
): Promise<void> {
  entryById(list, all, id);
  if (all.length === 1) throw new DomainError('IN_USE', `An organization keeps at least one ${bare(list)}.`);
  await assertUnused(session, list, within, id);
  await sql`delete from ${sql.table(list.table)} where ${matching(within)} and id = ${id}`.execute(session.kysely);
  await placeLast(session, list, within, []);
}

async function assertUnused({ kysely }: Session, { usedBy }: OrderedList, within: Within, id: string): Promise<void> {
  const { rows } = await sql<{ readonly shown: string }>`
    select ${sql.ref(usedBy.shown)} as shown from ${sql.table(usedBy.table)}
    where organization_id = ${within.organization_id} and ${sql.ref(usedBy.column)} = ${id} limit 1`.execute(kysely);
  const [user] = rows;
  if (user) throw new DomainError('IN_USE', usedBy.message(user.shown));
}

export const placesOf = ({ table }: OrderedList, within: Within) => ({ table, key: 'id', list: { ...within } });

const matching = (within: Within) =>
  sql.join(
    Object.entries(within).map(([column, value]) => sql`${sql.ref(column)} = ${value}`),
    sql` and `,
  );

const bare = ({ one }: OrderedList) => one.replace(/^an? /, '');
