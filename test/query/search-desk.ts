/** The office of searches and the one next door, behind a gateway whose clock stands still. */
import { afterAll, beforeAll } from 'vitest';
import type { TestDatabase } from '../describe-databases.ts';
import { type Gateway, openGateway } from '../gateway.ts';
import { createOffices, now, type Office } from './office.ts';

export interface SearchDesk {
  readonly office: Office;
  readonly theirs: Office;
  /** Asks with the key of the office. */
  readonly gateway: Gateway;
}

/** Filled before the first test. */
export function openSearchDesk(opened: TestDatabase): SearchDesk {
  const desk = {} as { -readonly [Key in keyof SearchDesk]: SearchDesk[Key] };
  beforeAll(async () => {
    const { mine, theirs } = await createOffices(opened.database);
    const gateway = openGateway(
      opened,
      () => mine.apiKey,
      () => now,
    );
    Object.assign(desk, { office: mine, theirs, gateway });
  });
  afterAll(() => desk.gateway.close());
  return desk;
}
