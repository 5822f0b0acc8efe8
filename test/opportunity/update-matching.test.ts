import { beforeAll, expect, test } from 'vitest';
import { plainCatalog } from '../../src/catalog.ts';
import { createCustomField } from '../../src/custom-field/define.ts';
import { every, type Filter } from '../../src/filter/filter.ts';
import { compileWhere } from '../../src/filter/where.ts';
import { createOpportunities } from '../../src/opportunity/create.ts';
import type { OpportunityInput } from '../../src/opportunity/input.ts';
import { type MatchingOptions, updateMatching } from '../../src/opportunity/update-matching.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, failure, type Office } from '../fixtures.ts';

const eq = (field: string, value: string): Filter => ({ kind: 'compare', field, operator: 'eq', value });

describeDatabases('updating all that match', (opened) => {
  let mine: Office;
  let theirs: Office;
  beforeAll(async () => {
    ({ mine, theirs } = await createOffices(opened.database));
    for (const office of [mine, theirs]) {
      const { open, lost } = office.status;
      const row = (i: number) => ({ leadId: office.leadId, statusId: i % 4 === 0 ? lost : open, value: BigInt(i) });
      await opened.database.write((session) =>
        createOpportunities(
          session,
          office.caller,
          Array.from({ length: 80 }, (_, i) => row(i)),
        ),
      );
    }
  });

  const update = (filter: Filter, change: OpportunityInput, options?: MatchingOptions) =>
    opened.database.write((session) => {
      const { dialect } = session;
      const scope = { organizationId: mine.organizationId, dialect, tables: plainCatalog.tables };
      return updateMatching(
        session,
        mine.caller,
        compileWhere(plainCatalog.opportunity, filter, scope),
        change,
        options,
      );
    });
  const count = (where: object) => opened.database.write(({ prisma }) => prisma.opportunity.count({ where }));

  test('every active deal of one user goes to another, and nobody else’s does', async () => {
    const [ada, bo] = mine.userIds;
    const filter: Filter = { kind: 'and', filters: [eq('status_type', 'active'), eq('user_id', ada)] };
    expect(await update(filter, { userId: bo })).toEqual({ matched: 60, changed: 60 });
    expect(await count({ userId: bo, statusId: mine.status.open, version: 2 })).toBe(60);
    expect(await count({ userId: ada, statusId: mine.status.lost, version: 1 })).toBe(20);
    expect(await count({ organizationId: theirs.organizationId, version: 1 })).toBe(80);
    expect(await update(eq('user_id', bo), { userId: bo })).toEqual({ matched: 60, changed: 0 });
  });

  test('a change of status follows its rules for each, is recorded for each, and takes a handful of statements', async () => {
    opened.statements.length = 0;
    expect(await update(eq('status_type', 'lost'), { statusId: mine.status.won })).toEqual({
      matched: 20,
      changed: 20,
    });
    expect(opened.statements.length).toBe(4);
    expect(await count({ statusId: mine.status.won, dateWon: '2026-06-15', dateLost: null })).toBe(20);
    const where = { newStatusId: mine.status.won, oldStatusType: 'lost' };
    expect(await opened.database.write(({ prisma }) => prisma.statusChange.count({ where }))).toBe(20);
  });

  test('more than the limit match: none is changed, and it is said how many there are', async () => {
    const all = { all: true };
    await expect(update(every, { confidence: 1 }, { ...all, limit: 79 })).rejects.toThrow('80 opportunities match');
    expect(await failure(update(every, { confidence: 1 }, { ...all, limit: 79 }))).toBe('INVALID_INPUT limit');
    expect(await count({ confidence: 1 })).toBe(0);
    expect(await update(every, { confidence: 1 }, { ...all, limit: 80 })).toEqual({ matched: 80, changed: 80 });
    for (const limit of [0, -1, 1.5, 10_001]) {
      expect(await failure(update(every, { confidence: 2 }, { ...all, limit }))).toBe('INVALID_INPUT limit');
    }
  });

  const saysNothing: readonly [what: string, filter: Filter][] = [
    ['every', every],
    ['blank words', { kind: 'word', text: ' ' }],
    ['a blank phrase', { kind: 'phrase', text: '\t' }],
    ['a text with nothing in it', { kind: 'contains', field: 'note', text: '' }],
    ['the one part of one', { kind: 'part', number: 1, of: 1 }],
    ['all of no conditions', { kind: 'and', filters: [] }],
    ['every, and every', { kind: 'and', filters: [every, { kind: 'and', filters: [every] }] }],
    ['one thing or every', { kind: 'or', filters: [eq('note', 'x'), every] }],
    ['of some lead', { kind: 'some', relation: 'lead', filter: every }],
  ];

  test.each(saysNothing)('a filter that asks nothing (%s) changes none: all is said apart', async (_what, filter) => {
    expect(await failure(update(filter, { confidence: 7 }))).toBe('INVALID_INPUT filter');
    expect(await failure(update(filter, { confidence: 7 }, { all: false }))).toBe('INVALID_INPUT filter');
    expect(await count({ confidence: 7 })).toBe(0);
  });

  test('all and a filter that asks something contradict each other: none is changed', async () => {
    expect(await failure(update(eq('user_id', mine.userIds[0]), { confidence: 7 }, { all: true }))).toBe(
      'INVALID_INPUT all',
    );
    expect(await count({ confidence: 7 })).toBe(0);
    expect(await update({ kind: 'or', filters: [] }, { confidence: 7 })).toEqual({ matched: 0, changed: 0 });
  });

  test('a wrong change is told once, and changes none', async () => {
    const all = { all: true };
    expect(await failure(update(every, { confidence: 101 }, all))).toBe('INVALID_INPUT confidence');
    expect(await failure(update(every, { leadId: theirs.leadId }, all))).toBe('INVALID_INPUT leadId');
    expect(await failure(update(every, { statusId: null }, all))).toBe('INVALID_INPUT statusId');
    // Also where nothing matches: a mistake does not wait for the first match to show.
    const nothing = eq('status_id', 'stat_none');
    expect(await failure(update(nothing, { confidence: 101 }))).toBe('INVALID_INPUT confidence');
    const unknown: OpportunityInput = { customFields: [{ fieldId: 'cf_none', kind: 'set', value: 'x' }] };
    expect(await failure(update(nothing, unknown))).toBe('INVALID_INPUT custom.cf_none');
    const days = await opened.database.write((session) =>
      createCustomField(session, mine.caller, {
        ...{ name: 'Days', type: 'choices', choices: ['Mon'], objectTypes: ['opportunity'] },
      }),
    );
    const set = (value: string): OpportunityInput => ({ customFields: [{ fieldId: days, kind: 'set', value }] });
    expect(await failure(update(nothing, set('Sun')))).toBe(`INVALID_INPUT custom.${days}`);
    expect(await update(nothing, set('Mon'))).toEqual({ matched: 0, changed: 0 });
  });
});

describeDatabases('updating two thousand', (opened) => {
  test('is done in a few statements', async () => {
    const { mine } = await createOffices(opened.database);
    const rows = Array.from({ length: 250 }, () => ({ leadId: mine.leadId }));
    for (let i = 0; i < 8; i++) {
      await opened.database.write((session) => createOpportunities(session, mine.caller, rows));
    }
    opened.statements.length = 0;
    const result = await opened.database.write((session) => {
      const scope = { organizationId: mine.organizationId, dialect: session.dialect, tables: plainCatalog.tables };
      const where = compileWhere(plainCatalog.opportunity, every, scope);
      const change = { statusId: mine.status.won, userId: mine.userIds[2] };
      return updateMatching(session, mine.caller, where, change, { all: true });
    });
    expect(result).toEqual({ matched: 2000, changed: 2000 });
    expect(opened.statements.length).toBe(5);
  });
});
