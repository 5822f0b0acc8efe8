/**
 * Changes between processes, by PostgreSQL's own NOTIFY: sent within the transaction, it arrives when that commits, in the
 * order of commits, and not at all if it does not. This process's own subscribers hear of its changes the same way.
 */
import { promisify } from 'node:util';
import { deflateRaw, inflateRawSync } from 'node:zlib';
import { sql } from 'kysely';
import { listen } from '../db/listen.ts';
import { DomainError } from '../errors.ts';
import { fromJson, toJson } from '../value/json.ts';
import type { Change, ChangeFeed } from './change.ts';
import { createSubscribers } from './memory.ts';

const channel = 'gateway_changes';

/** PostgreSQL takes less than 8000 bytes a message. */
const longestPart = 7000;

export async function postgresFeed(url: string): Promise<ChangeFeed> {
  const subscribers = createSubscribers();
  const listener = await listen({
    url,
    channel,
    onMessage: assemble((organizationId, body) => {
      if (subscribers.has(organizationId)) subscribers.deliver(decode(body));
    }),
    onGap: () => subscribers.endAll(interrupted()),
  });
  return {
    send: sendByNotify,
    subscribe(organizationId) {
      if (!listener.isConnected()) throw interrupted();
      return subscribers.add(organizationId);
    },
    async close() {
      subscribers.endAll();
      await listener.close();
    },
  };
}

/** Needs no listening connection: who only writes keeps none. */
export const sendByNotify: ChangeFeed['send'] = async ({ kysely }, changes) => {
  const parts = split(changes[0]?.organizationId ?? '', await encode(changes));
  // As text, for Prisma cannot read a void.
  await sql`
    select pg_notify(${channel}, part)::text
    from unnest(${parts}::text[]) with ordinality as parts(part, place) order by place`.execute(kysely);
  return () => {};
};

const deflate = promisify(deflateRaw);

async function encode(changes: readonly Change[]): Promise<string> {
  return (await deflate(toJson(changes))).toString('base64');
}

function decode(body: string): readonly Change[] {
  return fromJson(inflateRawSync(Buffer.from(body, 'base64')).toString()) as readonly Change[];
}

/** `organization part/parts body`, the parts in order: a long note, or thousands of changes at once, take several. */
export function split(organizationId: string, body: string): readonly string[] {
  const count = Math.ceil(body.length / longestPart);
  return Array.from({ length: count }, (_, part) => {
    return `${organizationId} ${part + 1}/${count} ${body.slice(part * longestPart, (part + 1) * longestPart)}`;
  });
}

/** The messages of one transaction arrive together and in order, so that one buffer is enough. */
export function assemble(onBody: (organizationId: string, body: string) => void): (message: string) => void {
  let body = '';
  return (message) => {
    const [, organizationId, part, parts, text = ''] = /^(\S+) (\d+)\/(\d+) (.*)$/s.exec(message) ?? [];
    // Anybody may send on the channel.
    if (organizationId === undefined) return;
    // What an interrupted connection left half read is forgotten with the next beginning.
    body = part === '1' ? text : body + text;
    if (part === parts) onBody(organizationId, body);
  };
}

const interrupted = () =>
  new DomainError(
    'SERVICE_UNAVAILABLE',
    'The connection for changes was interrupted. Subscribe again, and read again.',
  );
