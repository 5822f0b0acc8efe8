/**
 * The searches that users of the source API are known to have written: each is answered, or refused with a sentence that
 * says why. Those that other files test as well stand here too, so that none is forgotten.
 */
import { expect, test } from 'vitest';
import { filterFromQuery } from '../../src/query/filter-from-query.ts';
import { describeDatabases } from '../describe-databases.ts';
import { at, both, contains, during, either, gt, gte, has, is, lte, not, oneOf, some, word } from './filters.ts';
import { anybody, mistakeIn } from './mistake.ts';
import { type Deal, known, type Lead, none, within } from './office-model.ts';
import { describeDealSearches, describeLeadSearches, openOffice, type Table } from './searches.ts';

const tagged = ({ custom }: Lead) => custom.tags !== undefined;

describeDealSearches('searches for opportunities that are known of', {
  'of the source document': [
    ['note:important', contains('note', 'important'), ({ note }) => within(note, 'important')],
    [
      'status_change(old_status:active new_status:won date:yesterday)',
      some(
        'status_change',
        both(is('old_status_type', 'active'), is('new_status_type', 'won'), during('date', '2026-06-14', '2026-06-15')),
      ),
      ({ key }) => key === 'o6',
    ],
  ],
  'of its users': [
    ['status_type: active', is('status_type', 'active'), ({ type }) => type === 'active'],
    [
      'status_type: won and date >= 2026-05-01',
      both(is('status_type', 'won'), gte('date_won', '2026-05-01')),
      ({ type, won = '' }) => type === 'won' && won >= '2026-05-01',
    ],
    [
      'date_created < "1 week ago"',
      gt('date_created', at('2026-06-08T10:30')),
      ({ created }) => created > '2026-06-08T10:30',
    ],
    [
      'date_created < "2 weeks ago" and date_created >= "1 week ago"',
      both(gt('date_created', at('2026-06-01T10:30')), lte('date_created', at('2026-06-08T10:30'))),
      ({ created }) => created > '2026-06-01T10:30' && created <= '2026-06-08T10:30',
    ],
    ['opportunity_status_type:active', is('status_type', 'active'), ({ type }) => type === 'active'],
    [
      'opportunity_status:"S01: Received Offer Request"',
      is('status_label', 'S01: Received Offer Request'),
      ({ status }) => status === 'S01: Received Offer Request',
    ],
    ['FOO', word('FOO'), none],
    ['user_id:"{bo}" sort:date_created', is('user_id', '{bo}'), ({ user }) => user === 'bo'],
    ['opportunity(status_type:won)', is('status_type', 'won'), ({ type }) => type === 'won'],
    [
      'custom.{seats} > 1',
      gt('custom.{seats}', 1),
      known(
        ({ custom }: Deal) => custom.seats,
        (seats) => Number(seats) > 1,
      ),
    ],
  ],
});

describeLeadSearches('searches for leads that are known of', {
  'by field': [
    ['status:"Potential"', is('status_label', 'Potential'), ({ status }) => status === 'Potential'],
    ['status:bad_fit', oneOf('status_label', 'bad_fit', 'bad fit'), ({ status }) => status === 'Bad Fit'],
    ['name:"acme"', contains('name', 'acme'), ({ key }) => key === 'acme'],
    ['company:"gamma"', contains('name', 'gamma'), ({ key }) => key === 'gamma'],
    [
      'email_address:"elan@acme.example"',
      some('contact', contains('email', 'elan@acme.example')),
      ({ key }) => key === 'acme',
    ],
    [
      'created <= 30 days ago',
      gte('date_created', at('2026-05-16T10:30')),
      ({ created }) => created > '2026-05-16T10:30',
    ],
    [
      'date_updated>="2026-06-01T10:20" sort:date_updated',
      gte('date_updated', at('2026-06-01T10:20')),
      ({ updated }) => updated >= '2026-06-01T10:20',
    ],
  ],
  'by custom field': [
    ['custom.Tags:*', has('custom.{tags}'), tagged],
    ['"custom.Source CRM":*', has('custom.{source}'), ({ custom }) => custom.source !== undefined],
    ['not "custom.Source CRM":*', not(has('custom.{source}')), ({ custom }) => custom.source === undefined],
    [
      'custom.source_crm:"HubSpot"',
      contains('custom.{source}', 'HubSpot'),
      ({ custom }) => custom.source === 'HubSpot',
    ],
    [
      'custom.{source}:"HubSpot" custom.{tags}:"eu"',
      both(contains('custom.{source}', 'HubSpot'), is('custom.{tags}', 'eu')),
      ({ key }) => key === 'acme',
    ],
  ],
  'by what they have': [
    ['has:opportunities', some('opportunity', { kind: 'every' }), ({ deals }) => deals.length > 0],
    [
      'has:active_opportunities',
      some('opportunity', is('status_type', 'active')),
      ({ deals }) => deals.some(({ type }) => type === 'active'),
    ],
    [
      'has:phone_numbers',
      some('contact', gt('num_phones', 0)),
      ({ contacts }) => contacts.some(({ phones }) => phones.length > 0),
    ],
    ['opportunities:0', is('num_opportunities', 0), ({ deals }) => deals.length === 0],
    ['contacts > 1', gt('num_contacts', 1), ({ contacts }) => contacts.length > 1],
    ...(['active', 'won', 'lost'] as const).map(
      (wanted) =>
        [
          `opportunity:${wanted}`,
          some('opportunity', is('status_type', wanted)),
          ({ deals }: Lead) => deals.some(({ type }) => type === wanted),
        ] as const,
    ),
    [
      'opportunity_user:me',
      some('opportunity', is('user_id', '{ada}')),
      ({ deals }) => deals.some(({ user }) => user === 'ada'),
    ],
    [
      'opportunity_user:"Bo Diddley" or opportunity_user:"Cy Twombly"',
      either(some('opportunity', is('user_name', 'Bo Diddley')), some('opportunity', is('user_name', 'Cy Twombly'))),
      ({ deals }) => deals.some(({ user }) => user === 'bo' || user === 'cy'),
    ],
  ],
});

describeDatabases('slice:1/10', (opened) => {
  const searched = openOffice(opened);
  const find = (table: Table, query: string) =>
    searched.find(table, filterFromQuery(query, searched.options(table)).filter);

  test.each(['opportunity', 'lead'] as const)('each %s is in exactly one of the parts', async (table) => {
    const all = await find(table, '*');
    for (const of of [1, 2, 3, 10]) {
      const parts = await Promise.all(
        Array.from({ length: of }, (_, index) => find(table, `slice:${index + 1}/${of}`)),
      );
      expect(parts.flat().toSorted()).toEqual(all);
      expect(await find(table, `slice:1/${of}`)).toEqual(parts[0]);
    }
  });

  test('a part of what is found is that part', async () => {
    const [won, part, both] = await Promise.all(
      ['status_type:won', 'slice:1/2', 'status_type:won slice:1/2'].map((query) => find('opportunity', query)),
    );
    expect(both).toEqual(won?.filter((name) => part?.includes(name)));
  });
});

test('tasks of leads are asked about as the source API writes it', () => {
  const { filter } = filterFromQuery('task(description:"x" is_complete:yes)', { ...anybody, table: 'lead' });
  expect(filter).toEqual(some('task', both(contains('text', 'x'), has('date_completed'))));
});

test('4.1 sort:activities leaves leads in the usual order, and says so', () => {
  const { order, warnings } = filterFromQuery('sort:activities,-name', { ...anybody, table: 'lead' });
  expect(order).toEqual([{ field: 'name', descending: true }]);
  expect(warnings).toEqual(['Activities are not kept here, so sort:activities changes nothing.']);
  expect(() => filterFromQuery('sort:activities', anybody)).toThrow('not kept here');
});

const notKept = 'Calls, e-mails and meetings are not kept here.';

test.each([
  ['calls = 0', 0, notKept],
  ['has:calls', 4, 'expected one of: opportunities'],
  ['called:never', 0, notKept],
  ['called > 0', 0, notKept],
  ['last_call < "3 days ago"', 0, notKept],
  ['last_called < "3 days ago"', 0, notKept],
  ['last_email:*', 0, notKept],
  ['email_opened < "3 days ago"', 0, notKept],
  ['last_communication_date > "7 days ago"', 0, notKept],
  ['call((recording_duration > 0 or voicemail_duration > 0) date >= "2026-01-01")', 0, notKept],
  ['contact(sequence_subscription(sequence:*))', 8, notKept],
  ['activities:0', 0, notKept],
  ['slice:0/10', 6, 'a slice such as 1/10'],
  ['slice:11/10', 6, 'a slice such as 1/10'],
  ['slice:1/1001', 6, 'of up to 1000'],
  ['slice:1', 6, 'a slice such as 1/10'],
  ['slice > 1/2', 0, 'no order'],
  ['slice:*', 0, 'does not go with'],
  ['primary_opportunity_value > 5k', 0, 'ask for any with opportunity(…)'],
])('%s is not answered, and the message says why', (text, position, reason) => {
  const { code, extra, message } = mistakeIn(text, { table: 'lead' });
  expect({ code, position: extra.position }).toEqual({ code: 'SEARCH_SYNTAX', position });
  expect(message).toContain(reason);
});
