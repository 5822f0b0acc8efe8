/** docs/search.md: every example in it is asked, and every field is in it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { filterFromQuery } from '../../src/query/filter-from-query.ts';
import { queryTables } from '../../src/query/names.ts';
import { describeDatabases } from '../describe-databases.ts';
import { mistakeIn } from './mistake.ts';
import { openOffice, type Table } from './searches.ts';

const text = readFileSync(new URL('../../docs/search.md', import.meta.url), 'utf8');

/** The rows of all tables whose first column is called so: what stands first, and the cell beside it. */
function rowsOf(column: string): readonly (readonly [example: string, told: string])[] {
  const tables = text.split(/\n\n+/).filter((block) => block.startsWith(`| ${column} |`));
  return tables.flatMap((block) =>
    block
      .trim()
      .split('\n')
      .slice(2)
      .map((line) => {
        const [, example = '', told = ''] = /^\| `(.*?)` \| (.*) \|$/.exec(line) ?? [];
        return [example, told] as const;
      }),
  );
}

const examples: Readonly<Record<Table, ReturnType<typeof rowsOf>>> = {
  opportunity: rowsOf('search'),
  lead: rowsOf('search for leads'),
};

/** Examples that stand within sentences, between the signs of code. */
const searchesIn = (told: string) => [...told.matchAll(/`([^`]*\w ?[:>][^`]*)`/g)].map(([, inside = '']) => inside);

describeDatabases('docs/search.md', (opened) => {
  const searched = openOffice(opened);

  describe.each(['opportunity', 'lead'] as const)('examples of %s', (table) => {
    test.each(examples[table])('%s', async (example, told) => {
      for (const query of [example, ...searchesIn(told)]) {
        const { filter, order } = filterFromQuery(query, searched.options(table));
        await searched.find(table, filter, order);
      }
    });
  });

  test('what it calls the same finds the same', async () => {
    const find = (query: string) =>
      searched.find('opportunity', filterFromQuery(query, searched.options('opportunity')).filter);
    const same = [
      ['value > 5000', 'value > 5,000', 'value > $5,000', 'value > 5k'],
      ['custom."Signed at" >= 2026-03-01', 'custom.signed_at >= 2026-03-01'],
      ['lead(status:Customer)', 'lead_status:Customer'],
      ['not contact:*', 'contact:""'],
      ['*', ''],
      ['note:"call back"', "note:'call back'"],
      ['date_won:"last quarter"', 'date_won:last quarter'],
    ];
    for (const [first = '', ...others] of same) {
      const wanted = await find(first);
      expect(wanted).not.toEqual([]);
      for (const other of others) expect([other, await find(other)]).toEqual([other, wanted]);
    }
  });
});

test('there are examples of everything', () => {
  expect(examples.opportunity.length).toBeGreaterThan(40);
  expect(examples.lead.length).toBeGreaterThan(12);
  expect([...examples.opportunity, ...examples.lead].every(([example]) => example !== '')).toBe(true);
});

test.each(rowsOf('wrong'))('%s is the mistake that it is said to be', (example, told) => {
  expect(mistakeIn(example).message).toBe(told);
});

test.each(rowsOf('not answered'))('%s is refused, of opportunities and of leads', (example, told) => {
  for (const query of [example, ...searchesIn(told).filter((inside) => !inside.includes('…'))]) {
    for (const table of ['opportunity', 'lead'] as const) {
      expect(mistakeIn(query, { table }).message).toMatch(/not kept here|its primary one/);
    }
  }
});

test('every field of opportunities is named, and what is named there is a field', () => {
  const { names } = queryTables.opportunity;
  const section = text.slice(text.indexOf('## Fields of opportunities'), text.indexOf('Custom fields are called'));
  const named = new Set([...section.matchAll(/`([a-z_]+)`/g)].map(([, name = '']) => name));
  expect([...names.keys()].filter((name) => !named.has(name))).toEqual([]);
  const values = new Set([
    'active',
    'won',
    'lost',
    'one_time',
    'monthly',
    'annual',
    'me',
    'opportunity_',
    'opportunity_value',
  ]);
  expect([...named].filter((name) => !names.has(name) && !values.has(name))).toEqual([]);
});

test('every field of leads is named', () => {
  const section = text.slice(text.indexOf('## Searching for leads'), text.indexOf('## Order'));
  const figures = /^(total|avg|max|min)_/;
  const asOpportunities =
    /^((created|updated)_by(_id|_name)?|date_(created|updated)|status_(id|label)|words|slice|num_contacts)$/;
  const names = [...queryTables.lead.names.keys()].filter((name) => !figures.test(name) && !asOpportunities.test(name));
  expect(names.filter((name) => !section.includes(name))).toEqual([]);
});
