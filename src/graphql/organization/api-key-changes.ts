/** API keys made and revoked. */
import { makeApiKey, revokeApiKey } from '../../organization/make-key.ts';
import { builder } from '../builder.ts';
import { change, idArgument, payloadOf, sameId } from '../change/change.ts';
import { readOne } from '../node/node.ts';
import { ApiKey, readApiKeys } from './api-key.ts';
import { Role } from './user.ts';

const ApiKeyPayload = payloadOf(ApiKey, readApiKeys);

interface Made {
  readonly id: string;
  readonly key?: string;
}

const NewApiKeyPayload = builder.objectRef<Made>('NewApiKeyPayload').implement({
  description: 'A key that has just been made.',
  fields: (t) => ({
    key: t.exposeString('key', {
      nullable: true,
      description:
        'The key itself, shown this once: keep it. Null where the same idempotency key had it made before, for then it was shown.',
    }),
    apiKey: t.field({
      type: ApiKey,
      nullable: true,
      description: 'What is known of it.',
      resolve: ({ id }, _args, context, info) => readOne(readApiKeys, id, context, info),
    }),
  }),
});

const ApiKeyInput = builder.inputType('ApiKeyInput', {
  description: 'What a new API key is to be.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is for, 1 to 255 characters.' }),
    userId: t.id({ description: 'Whose it is, `user_…`; yours without it. For others only admins make keys.' }),
    role: t.field({
      type: Role,
      description:
        'The most it may do, whatever its owner may: not more than that, nor than the key you come with. Without it, what its owner may do at any time.',
    }),
    dateExpires: t.field({
      type: 'DateTime',
      description: 'From when on it opens nothing; never without it, but not after the key you come with.',
    }),
  }),
});

builder.mutationFields((t) => ({
  createApiKey: change(t, {
    right: 'write',
    type: NewApiKeyPayload,
    description: 'A new API key.',
    args: { input: t.arg({ type: ApiKeyInput, required: true, description: 'What it is to be.' }) },
    run: async (session, caller, { input: { dateExpires, ...input } }) => {
      const { id, key } = await makeApiKey(session, caller, { ...input, expires: dateExpires ?? null });
      // What is kept with an idempotency key is this as JSON, and no key is kept.
      return { id, key, toJSON: () => ({ id }) };
    },
  }),
  revokeApiKey: change(t, {
    right: 'write',
    type: ApiKeyPayload,
    description:
      'Makes a key open nothing any more, for good: streams under it end at once. Your own, or as an admin anybody’s; once more changes nothing.',
    args: idArgument(t, 'api'),
    run: sameId((session, caller, { id }) => revokeApiKey(session, caller, id)),
  }),
}));
