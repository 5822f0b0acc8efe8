/** Texts of any length that may be stored can be filtered, sorted and paged by, on both databases. */
import { beforeAll, expect, test } from 'vitest';
import { catalogOf } from '../../src/catalog.ts';
import { readCustomFields } from '../../src/custom-field/definition.ts';
import { countMatches } from '../../src/filter/count.ts';
import type { Filter } from '../../src/filter/filter.ts';
import { readPage } from '../../src/filter/page.ts';
import { compileWhere } from '../../src/filter/where.ts';
import { fold } from '../../src/value/text.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createSamples, type Sample } from '../sample.ts';

describeDatabases('long texts in custom fields', (opened) => {
  let mine: Sample;
  // Not compressible, so that an index would have to hold all of it.
  const long = Array.from({ length: 20_000 }, (_, index) =>
    String.fromCodePoint(0x4e00 + ((index * 7919) % 20_000)),
  ).join('');

  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 12));
    await opened.database.write(async ({ prisma }) => {
      const where = { customFieldId: mine.productFieldId };
      const rows = await prisma.customFieldValue.findMany({ where, take: 3, orderBy: { rowKey: 'asc' } });
      for (const { rowKey } of rows) {
        await prisma.customFieldValue.update({ where: { rowKey }, data: { textValue: long, textFolded: fold(long) } });
      }
    });
  });

  const open = <T>(
    filter: Filter,
    ask: (...args: [Parameters<typeof countMatches>[0], ReturnType<typeof compileWhere>]) => Promise<T>,
  ) =>
    opened.database.read(async (session) => {
      const { organizationId } = mine.caller;
      const { opportunity, tables } = catalogOf(await readCustomFields(session, organizationId));
      return ask(session, compileWhere(opportunity, filter, { organizationId, dialect: session.dialect, tables }));
    });

  test('they are found whole and by a part', async () => {
    const field = `custom.${mine.productFieldId}`;
    expect(await open({ kind: 'compare', field, operator: 'eq', value: long }, countMatches)).toBe(3);
    expect(await open({ kind: 'contains', field, text: long.slice(9000, 9010) }, countMatches)).toBe(3);
  });

  test('pages sorted by them give each row once, by cursors that stay short', async () => {
    const order = [{ field: `custom.${mine.productFieldId}`, descending: true }];
    const ids: string[] = [];
    let after: string | undefined;
    do {
      const page = await open({ kind: 'every' }, (session, where) =>
        readPage(session, where, order, { first: 1, after }),
      );
      ids.push(...page.rows.map(({ id }) => id));
      after = page.hasNextPage ? page.rows.at(-1)?.cursor : undefined;
      expect(after?.length ?? 0).toBeLessThan(2000);
    } while (after);
    expect(ids.toSorted()).toEqual(mine.rows.map(({ id }) => id).toSorted());
  });
});
