/** Changes: how one is run, and what all of them take and give. */
import type { ObjectRef } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import type { Caller } from '../../caller.ts';
import type { Session } from '../../db/client.ts';
import { DomainError } from '../../errors.ts';
import { withIdempotency } from '../../idempotency/idempotency.ts';
import { builder } from '../builder.ts';
import type { Arguments } from '../connection/connection.ts';
import type { Context } from '../context.ts';
import { type ReadByIds, readOne } from '../node/node.ts';
import { zoneOf } from '../zone.ts';
import { placed } from './argument-path.ts';

builder.mutationType({
  description:
    'Everything there is to change. Each field is one transaction: all of it is stored, or nothing. Several fields run one after the other, and those that fail are null beside an error.',
});

interface WriteArguments {
  readonly idempotencyKey?: string | null;
  readonly timeZone?: string | null;
}

/** Runs `work` in a transaction, once for each idempotency key; its answer is kept with the key, so it must be JSON. */
export async function write<Args extends WriteArguments, Answer>(
  context: Context,
  info: GraphQLResolveInfo,
  { idempotencyKey, ...args }: Args,
  work: (session: Session, caller: Caller) => Promise<Answer>,
): Promise<Answer> {
  const caller = { ...context.caller, zone: zoneOf(args, context.caller.zone) };
  const run = (session: Session) =>
    work(session, caller).catch((error: unknown) => {
      throw placed(error, info);
    });
  return context.write(() => withIdempotency(context.database, caller, idempotencyKey, info.fieldName, args, run));
}

export const keyArgument = (t: Arguments) => ({
  idempotencyKey: t.arg.string({
    description:
      'Makes the change safe to send again, for a day: the same key with the same arguments gives the first answer and changes nothing more; with other arguments it is an IDEMPOTENCY_CONFLICT. Up to 255 printable ASCII characters, such as a UUID.',
  }),
});

export const versionArgument = (t: Arguments) => ({
  expectedVersion: t.arg.int({
    description:
      'The version that was read: with another one by now, nothing is done and the error is VERSION_CONFLICT. Without it, what is said is written whatever happened meanwhile.',
  }),
});

export const zoneArgument = (t: Arguments) => ({
  timeZone: t.arg.string({
    description:
      'Whose today becomes `dateWon` when a deal is won: an IANA name such as `Europe/Berlin`. Without it the header `x-tz-offset`, else UTC.',
  }),
});

export const idArgument = (t: Arguments, prefix: string) => ({
  id: t.arg.id({ required: true, description: `Which one, \`${prefix}_…\`` }),
});

/** The payload of mutations that write one object: the object, as it is stored now, with just what is selected of it. */
export function payloadOf(type: ObjectRef<typeof builder.$inferSchemaTypes, { id: string }>, read: ReadByIds) {
  const { name } = type;
  return builder.objectRef<{ readonly id: string }>(`${name}Payload`).implement({
    description: `What is given for a write of one ${name}.`,
    fields: (t) => ({
      [`${name.charAt(0).toLowerCase()}${name.slice(1)}`]: t.field({
        type,
        description: 'The object that was written, as it is now.',
        resolve: async ({ id }, _args, context, info) => {
          const row = await readOne(read, id, context, info);
          if (row === null) throw new DomainError('NOT_FOUND', 'It was written, but has been deleted since.');
          return row;
        },
      }),
    }),
  });
}

export const Deletion = builder.objectRef<{ readonly deletedId: string }>('DeletionPayload').implement({
  description: 'What has been deleted.',
  fields: (t) => ({
    deletedId: t.exposeID('deletedId', { description: 'The id it had, which names nothing any more.' }),
  }),
});
