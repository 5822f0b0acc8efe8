/** Searches for leads: by what they are, by their people and by their opportunities. */
import { every } from '../../src/filter/filter.ts';
import { at, both, contains, gt, gte, has, is, lt, lte, not, oneOf, phrase, some, word } from './filters.ts';
import { type Deal, type Lead, phraseIn, within, words } from './office-model.ts';
import { describeDealSearches, describeLeadSearches } from './searches.ts';

const withDeal =
  (holds: (deal: Deal) => boolean) =>
  ({ deals }: Lead) =>
    deals.some(holds);
const withContact =
  (holds: (contact: Lead['contacts'][number]) => boolean) =>
  ({ contacts }: Lead) =>
    contacts.some(holds);
const deal = (filter: Parameters<typeof not>[0]) => some('opportunity', filter);

describeLeadSearches('leads', {
  'by what they are': [
    ['status:"Potential"', is('status_label', 'Potential'), ({ status }) => status === 'Potential'],
    ['status:bad_fit', oneOf('status_label', 'bad_fit', 'bad fit'), ({ status }) => status === 'Bad Fit'],
    ['lead_status:Customer', is('status_label', 'Customer'), ({ status }) => status === 'Customer'],
    [
      'status_id:{lead status Customer}',
      is('status_id', '{lead status Customer}'),
      ({ status }) => status === 'Customer',
    ],
    ['name:acme', contains('name', 'acme'), ({ key }) => key === 'acme'],
    ['lead_name:"m"', contains('name', 'm'), ({ name }) => within(name, 'm')],
    ['company:"100%"', contains('name', '100%'), ({ key }) => key === 'gamma'],
    ['name = delta_team', is('name', 'delta_team'), ({ key }) => key === 'delta'],
    ['id:{beta}', is('id', '{beta}'), ({ key }) => key === 'beta'],
    ['created_by:me', is('created_by', '{ada}'), ({ by }) => by === 'ada'],
    ['updated_by:"Cy Twombly"', is('updated_by_name', 'Cy Twombly'), ({ by }) => by === 'cy'],
    [
      'created <= 30 days ago',
      gte('date_created', at('2026-05-16T10:30')),
      ({ created }) => created > '2026-05-16T10:30',
    ],
    [
      'created > 30 days ago',
      lt('date_created', at('2026-05-16T10:30')),
      ({ created }) => created < '2026-05-16T10:30',
    ],
    [
      'date_updated>="2026-06-01T10:20"',
      gte('date_updated', at('2026-06-01T10:20')),
      ({ updated }) => updated > '2026-06-01T10:20',
    ],
  ],
  'by words': [
    ['hubspot', word('hubspot'), words('hubspot')],
    ['dee', word('dee'), words('dee')],
    ['mail.example', word('mail.example'), words('mail.example')],
    ['"gamma 100% labs"', phrase('gamma 100% labs'), phraseIn('gamma 100% labs')],
    ['bad vital', both(word('bad'), word('vital')), words('bad', 'vital')],
    ['vip', word('vip'), words('vip')],
  ],
  'by their people': [
    [
      'email_address:"dee@acme.example"',
      some('contact', contains('email', 'dee@acme.example')),
      ({ key }) => key === 'acme',
    ],
    ['email = "dd@mail.example"', some('contact', is('email', 'dd@mail.example')), ({ key }) => key === 'acme'],
    ['email = mail.example', some('contact', is('email', 'mail.example')), () => false],
    ['email:*', some('contact', has('email')), withContact(({ emails }) => emails.length > 0)],
    ['contact:"o\'neil"', some('contact', contains('name', "o'neil")), ({ key }) => key === 'beta'],
    ['contact_name:elan', some('contact', contains('name', 'elan')), () => false],
    ['contact:{elan}', some('contact', is('id', '{elan}')), ({ key }) => key === 'acme'],
    [
      'contact(name:dee email:acme)',
      some('contact', both(contains('name', 'dee'), contains('email', 'acme'))),
      withContact(({ name, emails }) => within(name, 'dee') && emails.some((email) => email.includes('acme'))),
    ],
    ['contact(phones > 0)', some('contact', gt('num_phones', 0)), withContact(({ phones }) => phones.length > 0)],
    ['contact(ramone)', some('contact', word('ramone')), ({ key }) => key === 'acme'],
    ['contact(*)', some('contact', every), withContact(() => true)],
    ['contacts > 1', gt('num_contacts', 1), ({ contacts }) => contacts.length > 1],
    ['contacts = 0', is('num_contacts', 0), ({ contacts }) => contacts.length === 0],
    ['contacts:*', some('contact', every), withContact(() => true)],
    ['has:contacts', some('contact', every), withContact(() => true)],
    ['has:email_addresses', some('contact', has('email')), withContact(({ emails }) => emails.length > 0)],
    ['has:phone_numbers', some('contact', gt('num_phones', 0)), withContact(({ phones }) => phones.length > 0)],
  ],
  'by their opportunities': [
    ['has:opportunities', deal(every), withDeal(() => true)],
    ['not has:opportunities', not(deal(every)), ({ deals }) => deals.length === 0],
    ['has:active_opportunities', deal(is('status_type', 'active')), withDeal(({ type }) => type === 'active')],
    ['opportunity:active', deal(is('status_type', 'active')), withDeal(({ type }) => type === 'active')],
    ['opportunity:won', deal(is('status_type', 'won')), withDeal(({ type }) => type === 'won')],
    ['opportunity:LOST', deal(is('status_type', 'lost')), withDeal(({ type }) => type === 'lost')],
    [
      'opportunity in (won, lost)',
      { kind: 'or', filters: [deal(is('status_type', 'won')), deal(is('status_type', 'lost'))] },
      withDeal(({ type }) => type !== 'active'),
    ],
    ['opportunity:*', deal(every), withDeal(() => true)],
    ['opportunity_user:me', deal(is('user_id', '{ada}')), withDeal(({ user }) => user === 'ada')],
    ['opportunity_user:"Bo Diddley"', deal(is('user_name', 'Bo Diddley')), withDeal(({ user }) => user === 'bo')],
    ['opportunity_value >= 8k', deal(gte('value', 800_000n)), withDeal(({ value = 0 }) => value >= 8000)],
    [
      'opportunity(status_type:won value > 5k)',
      deal(both(is('status_type', 'won'), gt('value', 500_000n))),
      withDeal(({ type, value = 0 }) => type === 'won' && value > 5000),
    ],
    [
      'opportunity_status_type:won opportunity_value < 0',
      both(deal(is('status_type', 'won')), deal(lt('value', 0n))),
      ({ deals }) => deals.some(({ type }) => type === 'won') && deals.some(({ value = 0 }) => value < 0),
    ],
    [
      'opportunity(status_change(new_status:lost user:me))',
      deal(some('status_change', both(is('new_status_type', 'lost'), is('user_id', '{ada}')))),
      withDeal(({ changes }) => changes.some(({ to, by }) => to.type === 'lost' && by === 'ada')),
    ],
    ['opportunity_note:budget', deal(contains('note', 'budget')), withDeal(({ note }) => note.includes('budget'))],
  ],
});

describeDealSearches('opportunities by their lead and contact', {
  lead: [
    ['lead_status:Customer', some('lead', is('status_label', 'Customer')), ({ lead }) => lead === 'acme'],
    [
      'lead(status:bad_fit or name:gamma)',
      some('lead', { kind: 'or', filters: [oneOf('status_label', 'bad_fit', 'bad fit'), contains('name', 'gamma')] }),
      ({ lead }) => lead !== 'acme',
    ],
    ['lead(num_won_opportunities > 1)', some('lead', gt('num_won_opportunities', 1)), ({ lead }) => lead === 'gamma'],
    [
      'lead(contact(email:acme.example))',
      some('lead', some('contact', contains('email', 'acme.example'))),
      ({ lead }) => lead === 'acme',
    ],
    [
      'lead(not opportunity:lost)',
      some('lead', not(some('opportunity', is('status_type', 'lost')))),
      ({ lead }) => lead === 'gamma',
    ],
  ],
  contact: [
    ['contact_email:dee@acme', some('contact', contains('email', 'dee@acme')), ({ contact }) => contact === 'dee'],
    ['contact(not email:*)', some('contact', not(has('email'))), ({ contact }) => contact === 'fay'],
    ['contact(lead:beta)', some('contact', some('lead', contains('name', 'beta'))), ({ contact }) => contact === 'fay'],
  ],
  'itself, as reports of the source API write it': [
    ['opportunity(value <= 0)', lte('value', 0n), ({ value }) => value !== undefined && value <= 0],
    [
      'opportunity(status_type:won) lead:acme',
      both(is('status_type', 'won'), contains('lead_name', 'acme')),
      ({ key }) => key === 'o1',
    ],
  ],
});
