/**
 * Authors of what comes from elsewhere. Scripts that move an organization send objects as they were exported, with the
 * authors of another organization, who are nobody here: of a new object those are left empty, and it goes in. Of one that is
 * here already the author stays.
 */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { readMembers } from '../user/members.ts';
import type { Body } from './field.ts';

/**
 * The body, and the objects within its `contacts`, without authors that there are not. One statement where any is named.
 * `isNew`: whether the body makes something.
 */
export async function withKnownAuthors(
  session: Session,
  { organizationId }: Caller,
  body: Body,
  isNew: boolean,
): Promise<Body> {
  const contacts = Array.isArray(body.contacts) ? body.contacts : [];
  const named = [body, ...contacts].flatMap((item) => authorOf(item) ?? []);
  if (named.length === 0) return body;
  const members = await readMembers(session, organizationId, named);
  const known = new Set(members.map(({ userId }) => userId));
  const withKnown = (item: Body, makes: boolean): Body => {
    const author = authorOf(item);
    if (author === undefined || known.has(author)) return item;
    const { created_by: _, ...rest } = item;
    return makes ? { ...rest, created_by: null } : rest;
  };
  const own = withKnown(body, isNew);
  if (contacts.length === 0) return own;
  return { ...own, contacts: contacts.map((item) => (isObject(item) ? withKnown(item, !('id' in item)) : item)) };
}

const isObject = (item: unknown): item is Body => typeof item === 'object' && item !== null && !Array.isArray(item);

function authorOf(item: unknown): string | undefined {
  const author = isObject(item) ? item.created_by : undefined;
  return typeof author === 'string' ? author : undefined;
}

/**
 * Whether the body comes from another organization: it names an author, or an organization, that is not here. Whoever writes
 * something new by hand names neither. `known`: the body with the authors that there are.
 */
export function isFromElsewhere(sent: Body, known: Body, { organizationId }: Caller): boolean {
  const isForeignAuthor = authorOf(sent) !== undefined && authorOf(known) === undefined;
  return isForeignAuthor || (typeof sent.organization_id === 'string' && sent.organization_id !== organizationId);
}

/** The body of something new, with null in place of people that there are not under these keys. */
export async function withKnownPeople(
  session: Session,
  { organizationId }: Caller,
  body: Body,
  keys: readonly string[],
): Promise<Body> {
  const named = keys.flatMap((key) => (typeof body[key] === 'string' ? [[key, body[key]] as const] : []));
  if (named.length === 0) return body;
  const members = await readMembers(
    session,
    organizationId,
    named.map(([, id]) => id),
  );
  const known = new Set(members.map(({ userId }) => userId));
  return { ...body, ...Object.fromEntries(named.map(([key, id]) => [key, known.has(id) ? id : null])) };
}
