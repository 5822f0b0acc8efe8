/** POST `/data/search/`: trees as public programs send them, and what they cannot say. */
import { beforeAll, describe, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { ids, ok } from '../answers.ts';
import { query as params } from '../client.ts';
import { useOffice } from '../office.ts';

type Tree = Readonly<Record<string, unknown>>;

const all = (...queries: Tree[]): Tree => ({ type: 'and', negate: false, queries });
const any = (...queries: Tree[]): Tree => ({ type: 'or', negate: false, queries });
const ofType = (object_type: string): Tree => ({ type: 'object_type', negate: false, object_type });
const field = (object_type: string, field_name: string, condition: Tree, negate = false): Tree => ({
  ...{ type: 'field_condition', negate, condition },
  field: { type: 'regular_field', object_type, field_name },
});
const custom = (custom_field_id: string, condition: Tree): Tree => ({
  ...{ type: 'field_condition', negate: false, condition, field: { type: 'custom_field', custom_field_id } },
});
const has = (this_object_type: string, related_object_type: string, related_query: Tree, negate = false): Tree => ({
  ...{ type: 'has_related', negate, this_object_type, related_object_type, related_query },
});
const text = (value: string, mode = 'full_words'): Tree => ({ type: 'text', mode, value });
const past = (days: number): Tree => ({
  ...{ type: 'offset', direction: 'past', moment: { type: 'now' }, which_day_end: 'start' },
  offset: { years: 0, months: 0, weeks: 0, days, hours: 0, minutes: 0, seconds: 0 },
});

// Now is 2026-06-15 10:30 UTC.
describeDatabases('searches by trees', (opened) => {
  const office = useOffice(opened);
  const made: Record<string, string> = {};

  beforeAll(async () => {
    const { rest, mine } = office;
    const founded = await ok(rest.post('/custom_field/lead/', { name: 'Founded', type: 'date' }));
    const tier = await ok(
      rest.post('/custom_field/opportunity/', { name: 'Tier', type: 'choices', choices: ['A', 'B'] }),
    );
    const acme = await ok(
      rest.post('/lead/', {
        ...{ name: 'Acme Rocket Works', [`custom.${founded.id}`]: '1999-05-05', date_created: '2026-06-14T12:00:00Z' },
        contacts: [{ name: 'Dee Dee', title: 'CEO', emails: [{ email: 'dee@acme.example' }] }],
      }),
    );
    const beta = await ok(
      rest.post('/lead/', { name: 'Beta Foods', date_created: '2025-01-01T00:00:00Z', contacts: [{ name: 'Ed' }] }),
    );
    const [, bo] = mine.userIds;
    const deal = (body: object) => ok(rest.post('/opportunity/', body));
    const won = await deal({ lead_id: acme.id, value: 50_000, status: 'Won', date_won: '2026-06-10', user_id: bo });
    const open = await deal({ lead_id: acme.id, value: 1000, [`custom.${tier.id}`]: 'A' });
    const lost = await deal({ lead_id: beta.id, value: 99_999, status: 'Lost' });
    const task = await ok(rest.post('/task/', { lead_id: beta.id, text: 'Call Ed', date: '2026-06-20' }));
    await ok(rest.post('/activity/note/', { lead_id: beta.id, note: 'Prefers mail' }));
    Object.assign(made, {
      ...{ founded: founded.id, tier: tier.id, acme: acme.id, beta: beta.id, bo, task: task.id },
      ...{ won: won.id, open: open.id, lost: lost.id, dee: acme.contacts[0].id, lostStatus: lost.status_id },
    });
  });

  const search = (query: Tree, more: object = {}) => office.rest.post('/data/search/', { query, ...more });
  /** By their names above; those of the office itself are left out. */
  const found = async (query: Tree, more: object = {}) => {
    const known = new Map(Object.entries(made).map(([name, id]) => [id, name]));
    return ids(await ok(search(query, more)))
      .flatMap((id) => known.get(id) ?? [])
      .sort();
  };

  describe('of leads', () => {
    const lead = (...queries: Tree[]) => all(ofType('lead'), all(...queries));

    test('by name or by the name of a contact, with whole leads for _fields', async () => {
      const named = (name: string) =>
        lead(any(field('lead', 'name', text(name)), has('lead', 'contact', all(field('contact', 'name', text(name))))));
      expect(await found(named('rocket'))).toEqual(['acme']);
      expect(await found(named('ed'))).toEqual(['beta']);
      const { data } = await ok(search(named('Ed'), { _fields: { lead: ['id', 'name', 'contacts'] } }));
      expect(data).toEqual([
        {
          __object_type: 'lead',
          id: made.beta,
          name: 'Beta Foods',
          contacts: [expect.objectContaining({ name: 'Ed' })],
        },
      ]);
      expect((await ok(search(named('Ed')))).data).toEqual([{ __object_type: 'lead', id: made.beta }]);
    });

    test('by the address of a contact', async () => {
      const address = (value: string) =>
        lead(has('lead', 'contact_email', field('contact_email', 'email', text(value, 'phrase'))));
      expect(await found(address('dee@acme.example'))).toEqual(['acme']);
      expect(await found(address('nobody@acme.example'))).toEqual([]);
      const nested = lead(
        has('lead', 'contact', has('contact', 'contact_email', field('contact_email', 'email', text('dee')))),
      );
      expect(await found(nested)).toEqual(['acme']);
    });

    test('by opportunities: status, author, custom field, figures', async () => {
      const status = { type: 'reference', reference_type: 'status.opportunity', object_ids: [made.lostStatus] };
      expect(await found(lead(has('lead', 'opportunity', all(field('opportunity', 'status_id', status)))))).toEqual([
        'beta',
      ]);
      const bos = { type: 'reference', reference_type: 'user_or_group', object_ids: [made.bo] };
      expect(await found(lead(has('lead', 'opportunity', all(field('opportunity', 'user_id', bos)))))).toEqual([
        'acme',
      ]);
      const tier = custom(made.tier ?? '', { type: 'term', values: ['A'] });
      expect(await found(lead(has('lead', 'opportunity', tier)))).toEqual(['acme']);
      const two = field('lead', 'num_opportunities', { type: 'number_range', gte: 2.0 });
      expect(await found(lead(two))).toEqual(['acme']);
    });

    test('by dates: within so long, fixed days, not', async () => {
      const within = { type: 'moment_range', before: { type: 'now' }, on_or_after: past(2) };
      expect(await found(lead(field('lead', 'date_created', within)))).toEqual(['acme']);
      expect(await found(lead(field('lead', 'date_created', within, true)))).toEqual(['beta']);
      const day = (value: string, which: string) => ({ type: 'fixed_local_date', value, which });
      const founded = (before: string) =>
        lead(
          custom(made.founded ?? '', {
            ...{ type: 'moment_range', on_or_after: day('1980-01-01', 'start'), before: day(before, 'end') },
          }),
        );
      expect(await found(founded('1999-05-05'))).toEqual(['acme']);
      expect(await found(founded('1999-05-04'))).toEqual([]);
    });

    test('by tasks and notes; of what is not kept there is none', async () => {
      const open = all(field('task.lead', 'is_complete', { type: 'boolean', value: false }));
      expect(await found(lead(has('lead', 'task.lead', open)))).toEqual(['beta']);
      expect(await found(lead(has('lead', 'activity.note', field('activity.note', 'note', text('mail')))))).toEqual([
        'beta',
      ]);
      await ok(office.rest.post('/task/', { lead_id: made.acme, text: 'Greet', is_complete: true }));
      expect(await found(lead(has('lead', 'activity.task_completed', all())))).toEqual(['acme']);
      const call = has('lead', 'activity.call', field('activity.call', 'duration', { type: 'number_range', gt: 0 }));
      expect(await found(lead(call))).toEqual([]);
      expect(await found(lead({ ...call, negate: true }))).toEqual(['acme', 'beta']);
    });
  });

  test('of opportunities says what the list says', async () => {
    const deal = (...queries: Tree[]) => all(ofType('opportunity'), ...queries);
    const sorted = {
      sort: [{ direction: 'desc', field: { type: 'regular_field', object_type: 'opportunity', field_name: 'value' } }],
    };
    const cents = field('opportunity', 'value', { type: 'number_range', gte: 1000, lt: 99_999 });
    const { data } = await ok(search(deal(cents), { ...sorted, _fields: { opportunity: ['_all'] } }));
    const listed = await ok(
      office.rest.get(
        `/opportunity/${params({ query: 'value >= 10 value < 999.99', _order_by: '-value', _fields: '_all' })}`,
      ),
    );
    expect(data).toEqual(listed.data.map((one: object) => ({ ...one, __object_type: 'opportunity' })));
    expect(ids({ data })).toEqual([made.won, made.open]);
    const thisMonth = (which: string) => ({
      type: 'start_end_of_predefined_relative_range',
      range: 'this-month',
      which,
    });
    const wonNow = { type: 'moment_range', on_or_after: thisMonth('start'), before: thisMonth('end') };
    expect(await found(deal(field('opportunity', 'date_won', wonNow)))).toEqual(['won']);
    expect(await found(deal(field('opportunity', 'status_type', { type: 'term', values: ['lost'] })))).toEqual([
      'lost',
    ]);
    expect(await found(deal(has('opportunity', 'lead', field('lead', 'name', text('Acme')))))).toEqual(['open', 'won']);
    expect(await found(deal(field('opportunity', 'user_id', { type: 'current_user' })))).toEqual(['lost', 'open']);
  });

  test('of contacts and tasks', async () => {
    expect(await found(all(ofType('contact'), field('contact', 'email', { type: 'exists' })))).toEqual(['dee']);
    const later = { type: 'moment_range', on_or_after: { type: 'now' } };
    expect(await found(all(ofType('task'), field('task', 'due_date', later)))).toEqual(['task']);
  });

  test('is read page by page to its end, within results_limit, and counted', async () => {
    const tree = all(ofType('opportunity'), has('opportunity', 'lead', field('lead', 'name', { type: 'exists' })));
    const whole = await ok(search(tree, { include_counts: true }));
    expect(whole).toMatchObject({ cursor: null, count: { limited: whole.data.length, total: whole.data.length } });
    const walk = async (more: object) => {
      const pages: string[][] = [];
      let cursor: string | null = null;
      do {
        const page: { data: { id: string }[]; cursor: string | null } = await ok(search(tree, { ...more, cursor }));
        pages.push(ids(page));
        cursor = page.cursor;
      } while (cursor !== null);
      return pages;
    };
    expect((await walk({ _limit: 2 })).flat()).toEqual(ids(whole));
    expect(await walk({ _limit: 2, results_limit: 3 })).toEqual([ids(whole).slice(0, 2), ids(whole).slice(2, 3)]);
    const limited = await ok(search(tree, { results_limit: 2, include_counts: true }));
    expect(limited.count).toEqual({ limited: 2, total: whole.data.length });
  });

  describe('what is wrong is told with its place', () => {
    const lead = (part: Tree) => all(ofType('lead'), all(part));
    const name = (condition: Tree) => lead(field('lead', 'name', condition));
    const cases: readonly (readonly [string, Tree, string])[] = [
      ['no kind of object', all(), 'with one of lead, contact, opportunity, task'],
      ['a kind that is not searched', all(ofType('activity.call')), 'activity.call'],
      ['an unknown query', lead({ type: 'adn', queries: [] }), 'query.queries[1].queries[0].type: "adn" is not known'],
      [
        'an unknown field',
        lead(field('lead', 'nmae', text('x'))),
        'queries[0].field.field_name: One cannot filter by "nmae"',
      ],
      ['a field of another object', lead(field('contact', 'name', text('x'))), 'use has_related'],
      [
        'a wrong condition',
        name({ type: 'number_range', gt: 1 }),
        'condition.type: This does not go with name: use text',
      ],
      ['a wrong mode', name(text('x', 'word')), 'condition.mode'],
      ['a wrong value', name({ type: 'text', mode: 'phrase', value: 5 }), 'condition.value: A text belongs here'],
      ['no bound', lead(field('lead', 'date_created', { type: 'moment_range' })), 'Say one of on_or_after, before'],
      [
        'no day',
        lead(field('lead', 'date_created', { type: 'moment_range', before: { type: 'fixed_utc', value: 'x' } })),
        'before.value: Write the moment',
      ],
      [
        'a day too far',
        lead(
          field('lead', 'date_created', {
            type: 'moment_range',
            before: { ...past(0), offset: { years: 99_999_999 } },
          }),
        ),
        'offset.years',
      ],
      ['a relation that there is not', lead(has('lead', 'pipeline', text('x'))), 'related_object_type'],
      ['a custom field that there is not', lead(custom('cf_none', { type: 'exists' })), 'custom_field_id'],
      [
        'a saved search that there is not',
        lead({ type: 'saved_search', saved_search_id: 'save_x' }),
        'saved_search_id',
      ],
      [
        'a text in place of a query',
        { type: 'and', queries: [ofType('lead'), 'x'] },
        'queries[1]: A query is an object',
      ],
    ];
    test.each(cases)('%s', async (_name, tree, problem) => {
      const answer = await search(tree);
      expect(answer.status).toBe(400);
      expect(answer.body['field-errors'].query).toContain(problem);
    });

    test('around the tree', async () => {
      const wrong = async (more: object) => (await search(all(ofType('lead')), more)).body['field-errors'];
      expect(await wrong({ _limit: 201 })).toEqual({ _limit: expect.stringContaining('1 to 200') });
      expect(await wrong({ cursor: 'x' })).toEqual({ cursor: expect.any(String) });
      expect(await wrong({ cursor: '1.eyJ' })).toEqual({ cursor: expect.stringContaining('not one of ours') });
      expect(await wrong({ sort: [{ direction: 'up', field: {} }] })).toEqual({
        sort: expect.stringContaining('sort[0]'),
      });
      expect((await office.rest.post('/data/search/', {})).status).toBe(400);
    });
  });

  test('another organization finds none of it', async () => {
    const tree = all(ofType('lead'), field('lead', 'name', text('acme')));
    expect((await ok(office.theirRest.post('/data/search/', { query: tree }))).data).toEqual([]);
  });
});
