/** What tests of writing over GraphQL start from: two furnished organizations, the keys of their people, and a gateway. */
import { afterAll, beforeAll } from 'vitest';
import { createApiKey } from '../../src/organization/api-key.ts';
import type { Instant } from '../../src/value/period.ts';
import type { TestDatabase } from '../describe-databases.ts';
import { createOffices, fixedNow, type Office } from '../fixtures.ts';
import { type Answer, type Gateway, openGateway } from '../gateway.ts';

export interface Desk {
  readonly mine: Office;
  readonly theirs: Office;
  /** Of Ada, who is an admin and asks unless another key is sent; of Bo, who is none; of the admin next door. */
  readonly keys: { readonly ada: string; readonly bo: string; readonly stranger: string };
  readonly gateway: Gateway;
  /** What the gateway takes for now. */
  now: Instant;
  /** The gateway stops, and another one starts on the same database. */
  restart(): Promise<void>;
}

export function openDesk(opened: TestDatabase): Desk {
  const open = () =>
    openGateway(
      opened,
      () => desk.keys.ada,
      () => desk.now,
    );
  const desk = { now: fixedNow } as { -readonly [Key in keyof Desk]: Desk[Key] };
  desk.restart = async () => {
    await desk.gateway.close();
    desk.gateway = open();
  };
  beforeAll(async () => {
    Object.assign(desk, await createOffices(opened.database));
    const { mine, theirs } = desk;
    desk.keys = await opened.database.write(async (session) => {
      const key = ({ organizationId }: Office, userId: string) =>
        createApiKey(session, { organizationId, userId, name: 'test' }, { now: fixedNow });
      return {
        ada: await key(mine, mine.userIds[0]),
        bo: await key(mine, mine.userIds[1]),
        stranger: await key(theirs, theirs.userIds[0]),
      };
    });
    desk.gateway = open();
  });
  afterAll(() => desk.gateway.close());
  return desk;
}

export const as = (key: string) => ({ authorization: `Bearer ${key}` });

/** What is wrong, in short: code and place of each error, as in `INVALID_INPUT input.confidence`. */
export function failures({ errors }: Pick<Answer<unknown>, 'errors'>): readonly string[] {
  return errors.map(({ extensions }) =>
    [extensions?.code, extensions?.argumentPath?.join('.')].filter((part) => part !== undefined).join(' '),
  );
}
