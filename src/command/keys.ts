/** `keys`: API keys listed, made and revoked by whoever has the database: how an organization gets its first. */
import { type Caller, type Role, weakerOf } from '../caller.ts';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { type Database, openDatabase, type Session } from '../db/client.ts';
import { startDatabase } from '../db/start.ts';
import { hashApiKey } from '../organization/api-key.ts';
import { hasExpired } from '../organization/authenticate.ts';
import { createOrganization } from '../organization/create.ts';
import { makeApiKey, revokeApiKey } from '../organization/make-key.ts';
import { addMembers, splitFullName } from '../organization/member.ts';
import { organizationNamed } from '../organization/named.ts';
import { type Member, memberByIdOrName, readMembers } from '../user/members.ts';
import { userEmail } from '../value/email.ts';
import { invalid } from '../value/input.ts';
import { formatInstant, type Instant, parseInstant, toInstant, utc } from '../value/period.ts';
import { required } from '../value/required.ts';
import { complain } from './complain.ts';
import { printTable } from './table.ts';

export type KeysRequest =
  | { readonly action: 'list'; readonly organization?: string | undefined }
  | ({ readonly action: 'create' } & KeyWanted)
  /** By its id, by how it begins, or whole. */
  | { readonly action: 'revoke'; readonly key: string };

export interface KeyWanted {
  readonly organization: string;
  /** Makes the organization, of which `user` is the first admin. */
  readonly isNew?: boolean | undefined;
  /** An address, an id or a full name. */
  readonly user: string;
  readonly name?: string | undefined;
  readonly role?: string | undefined;
  /** A day or a moment, UTC. */
  readonly expires?: string | undefined;
}

/** @throws DomainError, whose message says what is wrong */
export async function keys(request: KeysRequest): Promise<void> {
  const { databaseUrl, databaseWait } = readConfig();
  await startDatabase({ databaseUrl, databaseWait, onWait: complain });
  const database = openDatabase(databaseUrl);
  try {
    process.stdout.write(await answer(database, request, systemClock()));
  } finally {
    await database.close();
  }
}

function answer(database: Database, request: KeysRequest, now: Instant): Promise<string> {
  switch (request.action) {
    case 'list':
      return database.read((session) => list(session, request.organization, now));
    case 'create':
      return database.write((session) => create(session, request, now));
    case 'revoke':
      return database.write((session) => revoke(session, request.key, now));
  }
}

async function list(session: Session, organization: string | undefined, now: Instant): Promise<string> {
  const where =
    organization === undefined ? {} : { organizationId: (await organizationNamed(session, organization)).id };
  const rows = await session.rows.apiKey.findMany({
    where,
    include: { membership: true, organization: true },
    orderBy: [{ dateCreated: 'asc' }, { id: 'asc' }],
  });
  const moment = (date: Date | null) => (date === null ? 'never' : formatInstant(toInstant(date)));
  return printTable(
    ['begins with', 'role', 'state', 'last used', 'expires', 'name', 'user', 'organization', 'id'],
    rows.map((row) => {
      const own = row.membership.role as Role;
      const ended = hasExpired(row.dateExpires, now) ? 'expired' : row.membership.isActive ? 'active' : 'user is out';
      return [
        ...[row.prefix || '?', row.role === null ? own : weakerOf(own, row.role as Role)],
        ...[row.dateRevoked ? 'revoked' : ended, moment(row.dateLastUsed), moment(row.dateExpires)],
        ...[row.name, row.membership.fullName, row.organization.name, row.id],
      ];
    }),
  );
}

async function create(session: Session, wanted: KeyWanted, now: Instant): Promise<string> {
  const { organization, user, name = 'Created on the command line', role } = wanted;
  const expires = wanted.expires === undefined ? null : momentOf(wanted.expires);
  const { id, currency } = wanted.isNew
    ? await newOrganization(session, organization, now)
    : await organizationNamed(session, organization);
  const userId = wanted.isNew ? await firstAdmin(session, id, user, now) : await memberNamed(session, id, user);
  const caller: Caller = { organizationId: id, userId, role: 'admin', currency, zone: utc, now };
  const { key } = await makeApiKey(session, caller, { name, role: role?.replaceAll('-', '_') ?? null, expires });
  return `The API key, shown this once: ${key}\n`;
}

async function revoke(session: Session, text: string, now: Instant): Promise<string> {
  const all = await session.rows.apiKey.findMany({
    where: { dateRevoked: null },
    select: { id: true, prefix: true, keyHash: true, name: true, organizationId: true, userId: true },
  });
  const exact = all.filter(({ id, keyHash }) => id === text || keyHash === hashApiKey(text));
  const found = exact.length > 0 ? exact : all.filter(({ prefix }) => prefix !== '' && prefix === text);
  const [key, ...others] = found;
  if (key === undefined)
    throw invalid('key', `There is no key ${JSON.stringify(text)} that could be revoked: see keys list.`);
  if (others.length > 0)
    throw invalid(
      'key',
      `${found.length} keys begin so: give the id of one, ${found.map(({ id }) => id).join(' or ')}.`,
    );
  const { organizationId, userId } = key;
  await revokeApiKey(session, { organizationId, userId, role: 'admin', currency: '', zone: utc, now }, key.id);
  return `Revoked: ${JSON.stringify(key.name)} (${key.id}).\n`;
}

async function newOrganization(session: Session, name: string, now: Instant) {
  const { rows } = session;
  const twin = await rows.organization.findFirst({ where: { name: name.trim() }, select: { id: true } });
  if (twin) throw invalid('organization', `There is an organization ${JSON.stringify(name)} already: leave --new out.`);
  const id = await createOrganization(session, { name }, { now });
  return rows.organization.findFirstOrThrow({ where: { id }, select: { id: true, currency: true } });
}

async function firstAdmin(session: Session, organizationId: string, user: string, now: Instant): Promise<string> {
  const named = user.includes('@') ? { firstName: userEmail(user), lastName: '', email: user } : splitFullName(user);
  const [id] = await addMembers(session, organizationId, [{ ...named, role: 'admin' }], { now });
  return required(id, 'the first admin');
}

async function memberNamed(session: Session, organizationId: string, text: string): Promise<string> {
  const where = { organizationId, user: { email: userEmail(text) } };
  const byAddress = await session.rows.membership.findFirst({ where, select: { userId: true } });
  const members: readonly Member[] = await readMembers(session, organizationId, [text]);
  return byAddress?.userId ?? memberByIdOrName(members, 'user', text);
}

function momentOf(text: string): Instant {
  const moment = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text, utc);
  if (moment === undefined)
    throw invalid('expires', `${JSON.stringify(text)} is no day or moment: 2027-01-31, for example.`);
  return moment;
}
