/** Changes: how one is run, and what all of them take and give. */
import type { InputFieldMap, InputShapeFromFields, ObjectRef } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import type { Caller, Right } from '../../caller.ts';
import type { Session } from '../../db/client.ts';
import { DomainError } from '../../errors.ts';
import { perform } from '../../operation/operation.ts';
import { builder } from '../builder.ts';
import type { Arguments } from '../connection/connection.ts';
import type { Context, Services } from '../context.ts';
import { type Weight, weight } from '../cost/weight.ts';
import { type ReadByIds, readOne } from '../node/node.ts';
import { zoneOf } from '../zone.ts';
import { placed } from './argument-path.ts';
import { type Listed, readEdges } from './edge.ts';

builder.mutationType({
  description:
    'Everything there is to change. Each field is one transaction: all of it is stored, or nothing. Several fields run one after the other, and those that fail are null beside an error.',
});

type Types = typeof builder.$inferSchemaTypes;
type MutationFields = PothosSchemaTypes.MutationFieldBuilder<Types, Types['Root']>;

export interface Change<Args extends InputFieldMap, Payload> {
  /** Who may. Told in the description, and to whoever reads the schema in the program: `extensions.right`. */
  readonly right: Right;
  readonly type: ObjectRef<Types, Payload>;
  readonly description: string;
  /** What it costs beside the price of every mutation. */
  readonly weight?: Weight;
  /** Beside `idempotencyKey`, which all have. */
  readonly args: Args;
  /** In a transaction, once for each idempotency key; its answer is kept with the key, so it must be JSON. */
  readonly run: (
    session: Session,
    caller: Caller,
    args: InputShapeFromFields<Args>,
    info: GraphQLResolveInfo,
    services: Services,
  ) => Promise<Payload>;
}

/** A mutation: there is no other way to make one, so that none can do without a right. */
export function change<Args extends InputFieldMap, Payload>(
  t: MutationFields,
  { right, type, description, weight: own, args, run }: Change<Args, Payload>,
) {
  type Given = InputShapeFromFields<Args> & CommonArguments;
  const resolve = (_root: unknown, { idempotencyKey, ...input }: Given, context: Context, info: GraphQLResolveInfo) =>
    write(context, info, { right, input, idempotencyKey }, (session, caller) =>
      run(session, caller, input as unknown as Given, info, context),
    );
  return t.field({
    type,
    nullable: true,
    description: right === 'administer' ? `${description} Only for admins.` : description,
    extensions: { right, weight: own },
    args: { ...args, ...keyArgument(t) },
    // What Pothos makes of arguments and answer is known only where a mutation is made; there both were checked.
    resolve: resolve as never,
  });
}

type Work<Args> = (session: Session, caller: Caller, args: Args) => Promise<unknown>;

/** Runs what changes the object that is named by `id`, and answers with it. */
export const sameId =
  <Args extends { readonly id: string }>(work: Work<Args>) =>
  async (session: Session, caller: Caller, args: Args) => {
    await work(session, caller, args);
    return { id: args.id };
  };

/** Runs what deletes the object that is named by `id`. */
export const deletedId =
  <Args extends { readonly id: string }>(work: Work<Args>) =>
  async (session: Session, caller: Caller, args: Args) => {
    await work(session, caller, args);
    return { deletedId: args.id };
  };

interface CommonArguments {
  readonly idempotencyKey?: string | null;
  readonly timeZone?: string | null;
}

interface Asked extends Pick<CommonArguments, 'idempotencyKey'> {
  readonly right: Right;
  readonly input: Pick<CommonArguments, 'timeZone'>;
}

async function write<Answer>(
  context: Context,
  info: GraphQLResolveInfo,
  { right, input, idempotencyKey }: Asked,
  work: (session: Session, caller: Caller) => Promise<Answer>,
): Promise<Answer> {
  const caller = { ...context.caller, zone: zoneOf(input, context.caller.zone) };
  const operation = { name: info.fieldName, right, input, idempotencyKey };
  return context.write(() =>
    perform(context.database, caller, operation, (session) =>
      work(session, caller).catch((error: unknown) => {
        throw placed(error, info);
      }),
    ),
  );
}

const keyArgument = (t: Arguments) => ({
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

interface Written {
  readonly id: string;
}

/** The payload of mutations that write one object: the object, as it is stored now, with just what is selected of it. */
export function payloadOf(type: ObjectRef<Types, Written>, read: ReadByIds, listed?: Listed) {
  const { name } = type;
  const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return builder.objectRef<Written>(`${name}Payload`).implement({
    description: `What is given for a write of one ${name}.`,
    fields: (t) => ({
      [field]: t.field({
        type,
        description: 'The object that was written, as it is now.',
        resolve: async ({ id }, _args, context, info) => (await readOne(read, id, context, info)) ?? gone(),
      }),
      ...(listed && {
        [`${field}Edge`]: t.field({
          type: listed.edge,
          extensions: weight({ statement: 250 }),
          description:
            'The same as an edge, to be put into a list; its cursor is of the order that the list has by itself.',
          resolve: async ({ id }, _args, context, info) => {
            const [edge] = await readEdges(listed, { typeName: name, load: read }, [id], context, info);
            return edge ?? gone();
          },
        }),
      }),
    }),
  });
}

function gone(): never {
  throw new DomainError('NOT_FOUND', 'It was written, but has been deleted since.');
}

/** The payload of mutations that put objects in order: all of them, as they stand now. */
export function orderedPayloadOf<Which extends object>(
  type: ObjectRef<Types, { id: string }>,
  plural: string,
  what: string,
  read: (which: Which, context: Context, info: GraphQLResolveInfo) => Promise<{ id: string }[]>,
) {
  return builder.objectRef<Which>(`${plural}Payload`).implement({
    description: `The ${what} after they were put in order.`,
    fields: (t) => ({
      [`${plural.charAt(0).toLowerCase()}${plural.slice(1)}`]: t.field({
        type: [type],
        description: `All ${what}, in their new order.`,
        resolve: (which, _args, context, info) => read(which as Which, context, info),
      }),
    }),
  });
}

export const orderArgument = (t: Arguments) => ({
  ids: t.arg.idList({ required: true, description: 'The first ones, in order; the others follow as they stand.' }),
});

export const Deletion = builder.objectRef<{ readonly deletedId: string }>('DeletionPayload').implement({
  description: 'What has been deleted.',
  fields: (t) => ({
    deletedId: t.exposeID('deletedId', { description: 'The id it had, which names nothing any more.' }),
  }),
});
