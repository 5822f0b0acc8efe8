/** Rows read by one statement are what Prisma's own client reads by several: it is asked the same, in the same snapshot. */
import { beforeAll, describe, expect, test } from 'vitest';
import { modelNames, modelOf } from '../../src/db/rows/model.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createSamples, type Sample } from '../sample.ts';

interface Reads {
  findMany(args: object): Promise<readonly object[]>;
}

const delegate = (client: object, model: string): Reads =>
  Reflect.get(client, `${model.charAt(0).toLowerCase()}${model.slice(1)}`);

describeDatabases('rows', (opened) => {
  let mine: Sample;
  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 60));
  });

  const bothWays = (model: string, args: object) =>
    opened.database.write(async ({ prisma, rows }) => ({
      ours: await opened.database.read((snapshot) => delegate(snapshot.rows, model).findMany(args)),
      written: await delegate(rows, model).findMany(args),
      prismas: await delegate(prisma, model).findMany(args),
    }));

  const alike = async (model: string, args: object) => {
    const { ours, written, prismas } = await bothWays(model, args);
    expect(ours).toEqual(prismas);
    expect(written).toEqual(prismas);
    return ours;
  };

  const orderOf = (columns: object) =>
    'id' in columns
      ? { id: 'asc' }
      : Object.fromEntries(
          Object.keys(columns)
            .map((name) => [name, 'asc'])
            .slice(0, 3),
        );

  describe.each(modelNames)('of %s', (name) => {
    const { columns, relations } = modelOf(name);
    const order = Object.entries(orderOf(columns)).map(([key, direction]) => ({ [key]: direction }));

    test('have all columns without a selection, and those selected with one', async () => {
      await alike(name, { orderBy: order });
      for (const column of Object.keys(columns)) await alike(name, { select: { [column]: true }, orderBy: order });
    });

    test.each(Object.entries(relations))('have what stands around them: %s', async (relation, { isList, model }) => {
      const inner = isList
        ? { orderBy: Object.entries(orderOf(modelOf(model).columns)).map(([key, way]) => ({ [key]: way })) }
        : true;
      await alike(name, { select: { [relation]: inner }, orderBy: order });
      await alike(name, { include: { [relation]: inner }, orderBy: order });
    });
  });

  test('reach as deep as they are asked to, lists within lists and what is joined to them', async () => {
    const rows = await alike('Lead', {
      where: { organizationId: mine.caller.organizationId },
      orderBy: [{ status: { label: 'desc' } }, { id: 'asc' }],
      skip: 1,
      take: 20,
      select: {
        name: true,
        status: { select: { label: true } },
        opportunities: {
          where: { value: { not: null } },
          orderBy: [{ status: { position: 'asc' } }, { dateCreated: 'desc' }, { id: 'asc' }],
          select: {
            id: true,
            value: true,
            dateCreated: true,
            status: { select: { label: true, pipeline: { select: { name: true } } } },
            contact: { select: { name: true, emails: true } },
            customFieldValues: { orderBy: { rowKey: 'asc' }, include: { customField: true } },
          },
        },
      },
    });
    expect(rows.length).toBeGreaterThan(5);
  });

  test('are those that meet conditions, each kind of them', async () => {
    const { organizationId, userId } = mine.caller;
    const conditions: readonly [string, object][] = [
      ['Opportunity', { id: { in: mine.rows.slice(0, 5).map(({ id }) => id) }, organizationId }],
      ['Opportunity', { id: { in: [] } }],
      ['Opportunity', { AND: [{ organizationId }, {}], OR: [{ userId }, { value: null }] }],
      ['Opportunity', { organizationId: { equals: organizationId }, lead: { status: { label: { not: 'none' } } } }],
      ['User', { memberships: { some: { organizationId, isActive: true } } }],
    ];
    for (const [model, where] of conditions) await alike(model, { where, orderBy: { id: 'asc' } });
  });

  test('what is not understood is refused, not passed over', async () => {
    const asked: readonly object[] = [
      { where: { nothing: 1 } },
      { where: { value: { gt: 1n } } },
      { where: { statusChanges: { every: {} } } },
      { select: { nothing: true } },
      { orderBy: { nothing: 'asc' } },
      { orderBy: { statusChanges: { _count: 'asc' } } },
      { select: { statusChanges: { take: 1 } } },
    ];
    for (const args of asked) {
      await expect(opened.database.read(({ rows }) => delegate(rows, 'Opportunity').findMany(args))).rejects.toThrow();
    }
  });
});
