/** `explainQuery`: what a search means and costs; and that no search shows anything of another organization. */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { openSearchDesk } from '../../query/search-desk.ts';

describeDatabases('explainQuery', (opened) => {
  const desk = openSearchDesk(opened);

  const explain = async (query: string, about = 'OPPORTUNITIES', timeZone: string | null = null) => {
    const { data, errors } = await desk.gateway.askText(
      `query ($query: String!, $about: SearchTarget!, $timeZone: String) {
        explainQuery(query: $query, for: $about, timeZone: $timeZone) {
          text resolvedText filter fields orderBy matchCount figuresFrom warnings
        }
      }`,
      { query, about, timeZone },
    );
    expect(errors).toEqual([]);
    return data.explainQuery;
  };

  test('gives the canonical text, the search in full, the filter as a tree, the fields, the order and how many match', async () => {
    expect(await explain('(status_type:won)  (value>5k OR user:me)  sort:-value')).toEqual({
      text: 'status_type:won and (value > 5k or user:me) sort:-value',
      resolvedText: `status_type:won and (value > 5000 or user_id:"${desk.office.ids.ada}")`,
      filter: {
        statusType: { eq: 'WON' },
        or: [{ value: { gt: 500_000 } }, { userId: { eq: desk.office.ids.ada } }],
      },
      fields: ['status_type', 'value', 'user_id'],
      orderBy: ['-value'],
      ...{ matchCount: 2, figuresFrom: 'ROWS' },
      warnings: [],
    });
  });

  test('fields of related objects stand after the name of the relation, and words for what has no field', async () => {
    const { fields, matchCount } = await explain('acme lead(name:acme contact(email:*)) not status_change(date:today)');
    expect(fields).toEqual(['words', 'lead.name', 'lead.contact.email', 'status_change.date']);
    expect(matchCount).toBe(3);
  });

  test.each([
    ['SUMMARY', 'status_type:won user:me date_won >= 2026-01-01'],
    ['SUMMARY', 'pipeline:sales or not value_period:monthly'],
    ['ROWS', 'date_won:2026-06-14'],
    ['ROWS', 'status_type:won value > 5k'],
  ])('figures come from %s for %s', async (source, query) => {
    const { figuresFrom, matchCount } = await explain(query);
    expect(figuresFrom).toBe(source);
    expect(
      (await explain(`(${query}) and value:-90000000000..90000000000 or (${query}) and not value:*`)).matchCount,
    ).toBe(matchCount);
  });

  test('a slice is a part, which the filter of a list takes as it is', async () => {
    const { text, resolvedText, filter, fields, matchCount, warnings } = await explain('slice:1/2', 'LEADS');
    expect({ text, resolvedText, filter, fields }).toEqual({
      ...{ text: 'slice:1/2', resolvedText: 'slice:1/2', fields: ['slice'] },
      filter: { part: { number: 1, of: 2 } },
    });
    expect(warnings).toEqual([expect.stringContaining('No index narrows this search')]);
    const ask = (number: number) =>
      desk.gateway.askText('query ($filter: LeadFilter) { leads(filter: $filter) { totalCount } }', {
        filter: { part: { number, of: 2 } },
      });
    expect((await ask(1)).data.leads.totalCount).toBe(matchCount);
    expect((await ask(2)).data.leads.totalCount).toBe((await explain('slice:2/2', 'LEADS')).matchCount);
    const { errors } = await ask(3);
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_FILTER' } }]);
  });

  test('a day is shown as its moments, in the zone that was asked for', async () => {
    const { resolvedText } = await explain('created:today', 'OPPORTUNITIES', 'Pacific/Auckland');
    expect(resolvedText).toBe('date_created >= 2026-06-14T12:00:00.000Z and date_created < 2026-06-15T12:00:00.000Z');
  });

  test.each([
    ['OPPORTUNITIES', 'status_type:won or not note:*'],
    ['OPPORTUNITIES', 'status_change(old_status:active new_status:won date:yesterday)'],
    ['OPPORTUNITIES', 'created in (2026-06-14, "2026-06-15T08:00Z") or created:last month'],
    ['OPPORTUNITIES', 'value:-1k..5k expected_value > 0 value_period in (monthly, annual)'],
    ['OPPORTUNITIES', 'custom.product in (Plus, Pro) or custom.seats < 0 or custom.kickoff:* or custom.engineer:me'],
    ['OPPORTUNITIES', 'lead(status:Customer num_won_opportunities:1) "signed" or text.status:S01'],
    ['OPPORTUNITIES', 'not (user:me or user:"Bo Diddley")'],
    ['LEADS', 'custom.Tags:eu has:phone_numbers or opportunities:0'],
    ['LEADS', 'opportunity(value < 0 status_type:won) avg_annualized_opportunity_value < 5k'],
  ])('of %s: the filter that %s means finds the same', async (about, query) => {
    const { filter, matchCount, resolvedText } = await explain(query, about);
    expect(matchCount).toBeGreaterThan(0);
    const [list, type] = about === 'LEADS' ? ['leads', 'LeadFilter'] : ['opportunities', 'OpportunityFilter'];
    const { data, errors } = await desk.gateway.askText(
      `query ($filter: ${type}, $query: String) {
        byFilter: ${list}(filter: $filter) { totalCount nodes { id } }
        byText: ${list}(query: $query) { totalCount nodes { id } }
      }`,
      { filter, query: resolvedText },
    );
    expect(errors).toEqual([]);
    expect(data.byFilter.totalCount).toBe(matchCount);
    expect(data.byText).toEqual(data.byFilter);
  });

  describe('warnings', () => {
    const warningsOf = async (query: string, about?: string) => (await explain(query, about)).warnings;

    test('say how ages compare', async () => {
      expect(await warningsOf('created < "3 days ago"')).toEqual([
        'Ages are compared as such: date_created < "3 days ago" is younger, hence later than 2026-06-12T10:30:00.000Z; > is older, hence earlier.',
      ]);
      expect(await warningsOf('created >= 2026-06-12')).toEqual([]);
    });

    test.each([
      ['note:* not refund', true],
      ['not user:me', true],
      ['note:"ab"', true],
      ['user:me or not note:*', true],
      ['"ab cd"', true],
      ['"ab cde"', false],
      ['note:abc', false],
      ['refund', false],
      ['user:me not note:*', false],
      ['*', false],
    ])('of %s say whether all rows are looked at: %s', async (query, scans) => {
      const warnings: readonly string[] = await warningsOf(query);
      expect(warnings.some((warning) => warning.includes('all opportunities are looked at'))).toBe(scans);
    });

    test('tell of texts that are too short for an index, and of figures that none holds', async () => {
      expect(await warningsOf('user:me ab')).toEqual([
        '"ab" has fewer than 3 characters side by side, which no index of texts holds.',
      ]);
      expect(await warningsOf('user:me "ab cd"')).toEqual([
        '"ab cd" has fewer than 3 characters side by side, which no index of texts holds.',
      ]);
      expect(await warningsOf('user:me "ab cde" text.note:"b c"')).toEqual([]);
      expect(await warningsOf('num_won_opportunities > 1', 'LEADS')).toEqual([
        expect.stringContaining('all leads are looked at'),
      ]);
    });
  });

  test('won without quotes is a type and in quotes a label, wherever a status is asked for, and it is told which', async () => {
    const warning = (word: string) =>
      `Without quotes, ${word} is a type: it means all that are ${word}, whatever their status is called. The status that is called so is "${word}".`;
    expect(await explain('status:won')).toMatchObject({
      ...{ resolvedText: 'status_type:won', filter: { statusType: { eq: 'WON' } }, warnings: [warning('won')] },
    });
    expect(await explain('status_change(new_status:lost)')).toMatchObject({
      ...{ resolvedText: 'status_change(new_status_type:lost)', warnings: [warning('lost')] },
    });
    expect(await explain('status:"won"')).toMatchObject({
      ...{ resolvedText: 'status_label:"won"', filter: { statusLabel: { eq: 'won' } }, warnings: [] },
    });
    expect(await explain('status_change(new_status:"lost")')).toMatchObject({
      ...{ resolvedText: 'status_change(new_status_label:"lost")', warnings: [] },
    });
    expect(await explain('status:{Won}')).toMatchObject({ resolvedText: 'status_label:"{Won}"', warnings: [] });
  });

  test('what matches is counted only when asked for, and nothing else costs more statements with more conditions', async () => {
    const statementsOf = async (query: string, fields: string) => {
      await desk.gateway.askText(
        `query ($query: String!) { explainQuery(query: $query, for: OPPORTUNITIES) { ${fields} } }`,
        {
          query,
        },
      );
      return desk.gateway.statements.length;
    };
    const many = 'lead(name:acme contact(email:*)) status_change(user:me) custom.seats > 1 or user:me value:1..5 a b c';
    const few = await statementsOf('a', 'text filter warnings');
    expect(few).toBeLessThanOrEqual(2);
    expect(await statementsOf(many, 'text filter warnings')).toBe(few);
    expect(await statementsOf(many, 'text matchCount')).toBe(few + 1);
    const list = async (query: string) => {
      await desk.gateway.askText(
        'query ($q: String) { opportunities(query: $q) { totalCount nodes { id } aggregates { totalValueAnnualized } } }',
        { q: query },
      );
      return desk.gateway.statements.length;
    };
    expect(await list(many)).toBe(await list('acme'));
  });

  describe('nothing of another organization', () => {
    const ids = (name: string) => desk.theirs.ids[name] ?? '';

    test.each([
      '*',
      'acme or not acme',
      'not lead(name:nobody)',
      'lead(*) or contact(*) or status_change(*)',
      'not (lead(opportunity(value > 999m)))',
      'user_name:ada or lead_name:acme or contact_name:dee or created_by_name:ada',
    ])('%s finds rows of the caller alone', async (query) => {
      const { data, errors } = await desk.gateway.askText(
        'query ($query: String) { opportunities(query: $query) { totalCount nodes { id } aggregates { count } } }',
        { query },
      );
      expect(errors).toEqual([]);
      const { totalCount, nodes, aggregates } = data.opportunities;
      expect(totalCount).toBeGreaterThan(0);
      expect(totalCount).toBeLessThanOrEqual(8);
      expect([aggregates.count, nodes.length]).toEqual([totalCount, totalCount]);
      for (const { id } of nodes) expect(desk.office.nameOf(id)).toMatch(/^o\d$/);
      expect((await explain(query)).matchCount).toBe(totalCount);
    });

    test('ids of others find nothing, and their custom fields are not there', async () => {
      const queries = [
        `id:${ids('o1')}`,
        `lead:${ids('acme')}`,
        `lead_id:${ids('acme')}`,
        `user:${ids('ada')}`,
        `status:${ids('status Open')}`,
        `pipeline:${ids('pipeline Sales')}`,
        `contact(id:${ids('dee')})`,
        `lead(opportunity(id:${ids('o1')}))`,
        `status_change(opportunity_id:${ids('o1')})`,
        `custom.engineer:${ids('bo')}`,
      ];
      for (const query of queries) expect([query, (await explain(query)).matchCount]).toEqual([query, 0]);
      expect((await explain(`id:${ids('acme')}`, 'LEADS')).matchCount).toBe(0);
      const { errors } = await desk.gateway.askText(
        `{ explainQuery(query: "custom.${ids('seats')} > 1", for: OPPORTUNITIES) { matchCount } }`,
      );
      expect(errors[0]?.extensions).toMatchObject({ code: 'SEARCH_SYNTAX', position: 0 });
    });

    test('leads of the caller alone', async () => {
      for (const query of ['*', 'not name:nobody', 'opportunity(*) or not opportunity(*)', 'opportunities >= 0']) {
        const { data } = await desk.gateway.askText(
          'query ($query: String) { leads(query: $query) { totalCount nodes { id } } opportunities(leadQuery: $query) { totalCount } }',
          { query },
        );
        expect(data.leads.nodes.map(({ id }: { id: string }) => desk.office.nameOf(id)).toSorted()).toEqual([
          'acme',
          'beta',
          'delta',
          'gamma',
        ]);
        expect(data.opportunities.totalCount).toBe(8);
      }
    });
  });
});
