/** Two organizations with a key each: what tests of writing over REST start from. */
import { afterAll, beforeAll } from 'vitest';
import { createApiKey } from '../../src/organization/api-key.ts';
import type { TestDatabase } from '../describe-databases.ts';
import { createOffices, fixedNow, type Office } from '../fixtures.ts';
import { openRest, type RestClient } from './client.ts';

export interface RestOffice {
  readonly mine: Office;
  readonly theirs: Office;
  readonly rest: RestClient;
  /** The same program, asked with the key of the other organization. */
  readonly theirRest: RestClient;
  /** Another key of one of my users. */
  makeKey(userId: string): Promise<string>;
}

/** Filled before the first test. */
export function useOffice(opened: TestDatabase): RestOffice {
  const office = {} as { -readonly [Key in keyof RestOffice]: RestOffice[Key] };
  beforeAll(async () => {
    const { mine, theirs } = await createOffices(opened.database);
    const make = (organizationId: string, userId: string) =>
      opened.database.write((session) =>
        createApiKey(session, { organizationId, userId, name: 'test' }, { now: fixedNow }),
      );
    const keyOf = ({ organizationId, caller }: Office) => make(organizationId, caller.userId);
    const [myKey, theirKey] = [await keyOf(mine), await keyOf(theirs)];
    Object.assign(office, { mine, theirs });
    office.makeKey = (userId) => make(mine.organizationId, userId);
    office.rest = openRest(opened, () => myKey);
    office.theirRest = openRest(opened, () => theirKey);
  });
  afterAll(async () => {
    await office.rest.close();
    await office.theirRest.close();
  });
  return office;
}
