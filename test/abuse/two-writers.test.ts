/** Two writes that meet: the second sees what the first has done, and of two that wait for each other one is run again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import type { Database, Session } from '../../src/db/client.ts';
import { retryingConflicts } from '../../src/db/retry.ts';
import { createOpportunity } from '../../src/opportunity/create.ts';
import { updateOpportunity } from '../../src/opportunity/update.ts';
import { createStatus, deleteStatus } from '../../src/pipeline/status.ts';
import { deleteContact } from '../../src/removal/contact.ts';
import { inviteUser } from '../../src/user/membership.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, failure, type Office, readOpportunity } from '../fixtures.ts';

describeDatabases('two writes at once', (opened) => {
  let mine: Office;
  let database: Database;
  beforeAll(async () => {
    ({ mine } = await createOffices(opened.database));
    database = retryingConflicts(opened.database);
  });

  /** The first is done but not committed when the second begins. */
  async function overlapping(
    first: (session: Session) => Promise<unknown>,
    second: (session: Session) => Promise<unknown>,
  ) {
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const held = database.write(async (session) => {
      await first(session);
      begin();
      await sleep(150);
    });
    await begun;
    const [, outcome] = await Promise.all([held, failure(database.write(second))]);
    return outcome;
  }

  const newStatus = () => database.write((session) => createStatus(session, mine.caller, { label: 'Contested' }));

  test('a status that goes while an opportunity is created with it is not there', async () => {
    const statusId = await newStatus();
    const outcome = await overlapping(
      (session) => deleteStatus(session, mine.caller, statusId),
      (session) => createOpportunity(session, mine.caller, { leadId: mine.leadId, statusId }),
    );
    expect(outcome).toBe('INVALID_INPUT statusId');
  });

  test('a status that an opportunity gets while it is deleted is in use', async () => {
    const statusId = await newStatus();
    const outcome = await overlapping(
      (session) => createOpportunity(session, mine.caller, { leadId: mine.leadId, statusId }),
      (session) => deleteStatus(session, mine.caller, statusId),
    );
    expect(outcome).toBe('IN_USE');
  });

  test('a contact that an opportunity gets while it is deleted is taken out of it', async () => {
    const id = await database.write((session) => createOpportunity(session, mine.caller, { leadId: mine.leadId }));
    const change = { contactId: mine.contactId };
    const outcome = await overlapping(
      (session) => updateOpportunity(session, mine.caller, { id, change }),
      (session) => deleteContact(session, mine.caller, { id: mine.contactId }),
    );
    expect(outcome).toBe('no error');
    expect(await readOpportunity(database, id)).toMatchObject({ contactId: null, version: 3 });
  });

  test('two invitations of one address make one user', async () => {
    const invite = (session: Session) => inviteUser(session, mine.caller, { email: 'new@mine.example' });
    expect(await overlapping(invite, invite)).toBe('INVALID_INPUT email');
    const users = database.write(({ prisma }) => prisma.user.count({ where: { email: 'new@mine.example' } }));
    expect(await users).toBe(1);
  });

  test('of two that wait for each other one is run again', async () => {
    const [a = '', b = ''] = await Promise.all(
      [1n, 2n].map((value) =>
        database.write((session) => createOpportunity(session, mine.caller, { leadId: mine.leadId, value })),
      ),
    );
    const both = (first: string, second: string) =>
      database.write(async (session) => {
        await updateOpportunity(session, mine.caller, { id: first, change: { note: first } });
        await sleep(100);
        await updateOpportunity(session, mine.caller, { id: second, change: { note: first } });
      });
    await Promise.all([both(a, b), both(b, a)]);
    const notes = [await readOpportunity(database, a), await readOpportunity(database, b)].map(({ note }) => note);
    // All of one of them, none of the other in between.
    expect(new Set(notes).size).toBe(1);
  });

  test('what fails for another reason is not run again, and what always conflicts is given up', async () => {
    let runs = 0;
    const failing = database.write(async () => {
      runs += 1;
      throw new Error('ours');
    });
    expect(await failure(failing)).toBe('ours');
    expect(runs).toBe(1);
    const doubled = database.write(async (session) => {
      runs += 1;
      const row = { id: mine.organizationId, name: 'x', date_created: new Date(0), date_updated: new Date(0) };
      await session.kysely.insertInto('organization').values(row).execute();
    });
    expect(await failure(doubled)).toContain('P2010');
    expect(runs).toBe(4);
  });
});
