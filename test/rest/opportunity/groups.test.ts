/** 2.7 `_group_by`: a page counts opportunities, so that groups are cut; put together by key they are whole again. */
import { describe, expect, test } from 'vitest';
import { fold } from '../../../src/value/text.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { sorted } from '../../model.ts';
import type { ModelRow } from '../../sample.ts';
import { query } from '../client.ts';
import { countsOf, sumsOf } from '../figures.ts';
import { useSample } from '../sample.ts';

interface Group {
  readonly key: string;
  readonly total_results: number;
  readonly objects: readonly { readonly id: string }[];
  readonly [figure: string]: unknown;
}

/** The key of a row and what tells it in parts, computed another way than the program does. */
const dimensions: Record<string, (row: ModelRow) => { key: string; parts: Record<string, number | string | null> }> = {
  user_id: ({ userId, userName }) => ({ key: userId ?? 'none', parts: { user_id: userId, user_name: userName } }),
  date_won__year: ({ dateWon }) => {
    const year = dateWon && Number(dateWon.slice(0, 4));
    return { key: dateWon?.slice(0, 4) ?? 'none', parts: { year } };
  },
  date_won__quarter: ({ dateWon }) => {
    if (dateWon === null) return { key: 'none', parts: { year: null, quarter: null } };
    const [year, month] = dateWon.split('-').map(Number) as [number, number];
    const quarter = Math.ceil(month / 3);
    return { key: `${year}-Q${quarter}`, parts: { year, quarter } };
  },
  date_won__month: ({ dateWon }) => {
    if (dateWon === null) return { key: 'none', parts: { year: null, month: null } };
    const [year, month] = dateWon.split('-').map(Number) as [number, number];
    return { key: dateWon.slice(0, 7), parts: { year, month } };
  },
  date_won__week: ({ dateWon }) => {
    if (dateWon === null) return { key: 'none', parts: { weekyear: null, week: null } };
    const { weekyear, week } = isoWeek(dateWon);
    return { key: `${weekyear}-W${String(week).padStart(2, '0')}`, parts: { weekyear, week } };
  },
};

/** The week belongs to the year of its Thursday. */
function isoWeek(day: string): { weekyear: number; week: number } {
  const thursday = new Date(`${day}T00:00:00Z`);
  thursday.setUTCDate(thursday.getUTCDate() + 3 - ((thursday.getUTCDay() + 6) % 7));
  const weekyear = thursday.getUTCFullYear();
  return { weekyear, week: 1 + Math.floor((thursday.getTime() - Date.UTC(weekyear, 0, 1)) / (7 * 86_400_000)) };
}

describeDatabases('groups over REST', (opened) => {
  const sample = useSample(opened);

  const page = async (params: Record<string, string | number>): Promise<{ data: Group[]; [key: string]: unknown }> =>
    (await sample.rest.get(`/opportunity/${query({ _fields: 'id', ...params })}`)).body;

  /**
   * All pages, the parts of a group put together by its key, which is all that a client has to go by. Told besides: how many
   * pages begin within a group and end within another, and into how many parts the most cut group was cut.
   */
  const combined = async (params: Record<string, string | number>, limit: number) => {
    const groups = new Map<string, Group>();
    const parts = new Map<string, number>();
    let cutAtBothEnds = 0;
    for (let skip = 0; ; skip += limit) {
      const { data, has_more } = await page({ ...params, _skip: skip, _limit: limit });
      expect(data.reduce((sum, { objects }) => sum + objects.length, 0)).toBe(
        Math.min(limit, sample.mine.rows.length - skip),
      );
      const begun = groups.has(data[0]?.key ?? '');
      for (const group of data) {
        const { objects: before = [], ...figures } = groups.get(group.key) ?? {};
        if (before.length > 0) expect({ ...figures, objects: group.objects }).toEqual(group);
        groups.set(group.key, { ...group, objects: [...before, ...group.objects] });
        parts.set(group.key, (parts.get(group.key) ?? 0) + 1);
      }
      const last = groups.get(data.at(-1)?.key ?? '');
      if (begun && data.length > 1 && last && last.objects.length < last.total_results) cutAtBothEnds += 1;
      if (!has_more) return { groups: [...groups.values()], cutAtBothEnds, mostParts: Math.max(...parts.values()) };
    }
  };

  const order = (name: string, groups: readonly Group[]): readonly string[] => {
    const descending = name.startsWith('-');
    const byUser = name.endsWith('user_id');
    const rank = (group: Group) => (byUser ? `${fold(String(group.user_name))}\0${group.key}` : group.key);
    const named = groups.filter(({ key }) => key !== 'none');
    const inOrder = named.toSorted((a, b) => Buffer.compare(Buffer.from(rank(a)), Buffer.from(rank(b))));
    const keys = (descending ? inOrder.reverse() : inOrder).map(({ key }) => key);
    return groups.some(({ key }) => key === 'none') ? [...keys, 'none'] : keys;
  };

  for (const [name, keyOf] of Object.entries(dimensions)) {
    for (const direction of ['', '-']) {
      describe(`${direction}${name}`, () => {
        test('2.7 pages cut at both ends, put together by key, give each opportunity once and the full figures', async () => {
          for (const limit of [7, 16]) {
            const { groups, cutAtBothEnds, mostParts } = await combined({ _group_by: direction + name }, limit);
            expect(cutAtBothEnds).toBeGreaterThan(0);
            expect(mostParts).toBeGreaterThan(2);
            const seen = groups.flatMap(({ objects }) => objects.map(({ id }) => id));
            expect(seen.toSorted()).toEqual(sample.mine.rows.map(({ id }) => id).toSorted());
            for (const { key, objects, total_results, count_by_value_period, ...figures } of groups) {
              const rows = sample.mine.rows.filter((row) => keyOf(row).key === key);
              const inOrder = sorted(rows, [{ field: 'date_created', descending: true }], (field) => field);
              expect([key, objects.map(({ id }) => id)]).toEqual([key, inOrder.map(({ id }) => id)]);
              expect([key, total_results, count_by_value_period]).toEqual([key, rows.length, countsOf(rows)]);
              expect(figures).toMatchObject(sumsOf(rows));
            }
          }
        });

        test('each group says what its key is made of, and they stand in order, those without a value last', async () => {
          const { data } = await page({ _group_by: direction + name, _limit: 250 });
          expect(data.map(({ key }) => key)).toEqual(order(direction + name, data));
          for (const group of data) {
            const row = sample.mine.rows.find(({ id }) => id === group.objects[0]?.id) as ModelRow;
            const { key, parts } = keyOf(row);
            expect(group).toMatchObject({ key, ...parts });
            const figures = /^(key|objects|count_by_value_period|(total|expected)_)/;
            expect(Object.keys(group).filter((field) => !figures.test(field))).toEqual(Object.keys(parts).toSorted());
          }
        });
      });
    }
  }

  test('the figures of a group are those of the list that its key filters, and those of all groups are the top ones', async () => {
    const { data, has_more, ...top } = await page({ _group_by: 'date_won__year', _limit: 250 });
    const { data: _, has_more: __, ...plain } = await page({ _limit: 1 });
    expect(top).toEqual(plain);
    expect(has_more).toBe(false);
    for (const { key, objects, year, ...figures } of data) {
      const own: Record<string, string> =
        key === 'none' ? { date_won: '' } : { date_won__gte: `${key}-01-01`, date_won__lte: `${key}-12-31` };
      const { data: _data, has_more: _more, ...expected } = await page({ ...own, _limit: 1 });
      expect([key, year, figures]).toEqual([key, key === 'none' ? null : Number(key), expected]);
      expect(objects).toHaveLength(figures.total_results);
    }
    const sum = (figure: string) => data.reduce((total, group) => total + BigInt(group[figure] as number), 0n);
    for (const figure of ['total_results', 'total_value_one_time', 'total_value_monthly']) {
      expect([figure, String(sum(figure))]).toEqual([figure, String(top[figure])]);
    }
  });

  test('_order_by sorts inside groups', async () => {
    const field = 'value';
    const { data } = await page({ _group_by: 'user_id', _order_by: `-${field}`, _limit: 250 });
    for (const { key, objects } of data) {
      const rows = sample.mine.rows.filter(({ userId }) => (userId ?? 'none') === key);
      const expected = sorted(rows, [{ field, descending: true }], (name) => name).map(({ id }) => id);
      expect([key, objects.map(({ id }) => id)]).toEqual([key, expected]);
    }
  });

  test('_fields applies to the objects, filters to all', async () => {
    const { data, ...top } = await page({ _group_by: 'user_id', _fields: 'value', status_type: 'won' });
    expect(top.total_results).toBe(sample.mine.rows.filter(({ statusType }) => statusType === 'won').length);
    for (const { objects } of data) for (const one of objects) expect(Object.keys(one)).toEqual(['value']);
  });

  test('pages with no opportunity have no groups, and the top figures all the same', async () => {
    const pages: Record<string, number>[] = [{ _limit: 0 }, { _skip: 150 }, { _skip: 10_000_000_000 }];
    for (const params of pages) {
      expect(await page({ _group_by: 'user_id', ...params })).toMatchObject({ data: [], total_results: 150 });
    }
  });

  test('the number of statements does not grow with groups or objects', async () => {
    const statements = async (params: Record<string, string | number>) => {
      await page(params);
      return sample.rest.statements.length;
    };
    const few = await statements({ _group_by: 'date_won__week', _skip: 3, _limit: 20 });
    expect(await statements({ _group_by: 'date_won__week', _skip: 3, _limit: 150 })).toBe(few);
    expect(few).toBeLessThanOrEqual(4);
  });

  test('what one cannot group by is 400 and says what one can', async () => {
    const { status, body } = await sample.rest.get('/opportunity/?_group_by=date_won__day');
    expect([status, body.errors]).toEqual([400, []]);
    expect(body['field-errors']._group_by).toMatch(/date_won__(week|day)/);
  });
});
