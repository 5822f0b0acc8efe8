/** `forget`: what was is erased where it was said twice, and what is stays. */
import { beforeAll, expect, test } from 'vitest';
import { createOpportunity } from '../../src/opportunity/create.ts';
import { assertRemembered, openPast } from '../../src/opportunity/past/past.ts';
import { deleteOpportunity } from '../../src/opportunity/remove.ts';
import { updateOpportunity } from '../../src/opportunity/update.ts';
import { toInstant } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, later, type Office, readOpportunity } from '../fixtures.ts';
import { runCommand } from './run.ts';

describeDatabases('forget on the command line', (opened) => {
  let mine: Office;
  let theirs: Office;
  beforeAll(async () => {
    ({ mine, theirs } = await createOffices(opened.database));
  });
  const run = (...args: readonly string[]) => runCommand({ DATABASE_URL: opened.url }, 'forget', ...args);
  const create = async (office: Office) => {
    const { caller, leadId } = office;
    const id = await opened.database.write((session) => createOpportunity(session, caller, { leadId, value: 1n }));
    const change = { id, change: { value: 2n } };
    await opened.database.write((session) => updateOpportunity(session, later(caller, 1000), change));
    return id;
  };
  const versions = (id: string) =>
    opened.database.write(({ prisma }) => prisma.opportunityVersion.count({ where: { opportunityId: id } }));

  const events = (id: string) => opened.database.write(({ prisma }) => prisma.event.count({ where: { objectId: id } }));

  test('tells first, and erases with --yes: of one that is there, of one that is gone, of a lead', async () => {
    const [kept, gone, other] = [await create(mine), await create(mine), await create(theirs)];
    await opened.database.write((session) => deleteOpportunity(session, later(mine.caller, 2000), { id: gone }));
    const would = await run('--organization', 'Mine', '--opportunity', gone);
    expect(would).toMatchObject({ code: 0, problems: '' });
    expect(would.out).toMatch(
      /^Would erase: 2 versions and 0 values of custom fields, of 1 opportunities, and 3 events\.\nNothing has been erased/,
    );
    expect(await versions(gone)).toBe(2);

    expect((await run('--organization', 'Mine', '--opportunity', gone, '--yes')).out).toMatch(/^Erased: 2 versions/);
    expect([await versions(gone), await versions(kept), await versions(other)]).toEqual([0, 1, 1]);
    expect([await events(gone), await events(kept), await events(other)]).toEqual([0, 2, 2]);

    expect((await run('--organization', 'Mine', '--lead', mine.leadId, '--yes')).out).toMatch(/^Erased: 1 versions/);
    expect([await versions(kept), await versions(other)]).toEqual([0, 1]);
    expect([await events(kept), await events(other)]).toEqual([0, 2]);
    const row = await opened.database.write(({ prisma }) =>
      prisma.opportunity.findUniqueOrThrow({ where: { id: kept } }),
    );
    expect(row.value).toBe(2n);
  }, 120_000);

  test('--before erases of all what ended before a day, and says since when the past is known to whoever asks', async () => {
    const { organizationId, caller } = mine;
    const id = await create(mine);
    const day = new Date(caller.now + 86_400_000).toISOString().slice(0, 10);
    const next = (await readOpportunity(opened.database, id)).dateUpdated;
    const later_ = later(caller, 3 * 86_400_000);
    await opened.database.write((session) => updateOpportunity(session, later_, { id, change: { value: 3n } }));
    const others = await create(theirs);
    expect((await run('--organization', 'Mine', '--before', day)).out).toMatch(/^Would erase: 1 versions and 0 values/);
    expect(await versions(id)).toBe(2);
    expect((await run('--organization', 'Mine', '--before', day, '--yes')).out).toMatch(/^Erased: 1 versions/);
    // What reaches into the day is not erased.
    expect([await versions(id), await versions(others)]).toEqual([1, 1]);
    await opened.database.read(async (session) => {
      const known = Date.parse(day) as typeof caller.now;
      const message = `has been forgotten. It is known since ${day}T00:00:00.000Z.`;
      await expect(openPast(session, later_, (known - 1) as typeof known)).rejects.toThrow(message);
      await expect(assertRemembered(session, organizationId, caller.now, 'from')).rejects.toMatchObject({
        inputPath: ['from'],
      });
      await expect(openPast(session, later_, known)).resolves.toMatchObject({ moment: known });
      const of = { ...theirs.caller, now: later_.now };
      await expect(openPast(session, of, toInstant(next))).resolves.toBeDefined();
    });
    // An earlier day does not bring back what is gone.
    expect((await run('--organization', 'Mine', '--before', '2001-01-01', '--yes')).code).toBe(0);
    await opened.database.read((session) =>
      expect(openPast(session, later_, caller.now)).rejects.toThrow('has been forgotten'),
    );
  }, 120_000);

  test('what cannot be done is said in a line, and ends with 2', async () => {
    const other = await create(theirs);
    const cases: readonly (readonly [args: readonly string[], message: string])[] = [
      [['--organization', 'Nobody', '--lead', 'x'], 'There is no organization "Nobody"'],
      [['--organization', 'Mine'], 'Say whose past'],
      [['--organization', 'Mine', '--lead', 'x', '--opportunity', 'y'], 'Say whose past'],
      [
        ['--organization', 'Mine', '--opportunity', 'oppo_none', '--yes'],
        'was an opportunity with the id "oppo_none".',
      ],
      [['--organization', 'Mine', '--lead', 'lead_none'], 'was an opportunity of a lead with the id "lead_none".'],
      [['--organization', 'Mine', '--opportunity', other, '--yes'], 'There neither is nor was'],
      [['--lead', 'x'], 'organization'],
      [['--organization', 'Mine', '--before', 'soon', '--yes'], '"soon" is not a day such as'],
      [['--organization', 'Mine', '--before', '2999-01-01', '--yes'], '2999-01-01 has not come'],
      [['--organization', 'Mine', '--before', '2001-01-01', '--lead', 'x'], 'Say whose past'],
    ];
    for (const [args, message] of cases) {
      const { code, problems } = await run(...args);
      expect({ args, code, problems }).toEqual({ args, code: 2, problems: expect.stringContaining(message) });
    }
    expect(await versions(other)).toBe(1);
  }, 120_000);
});
