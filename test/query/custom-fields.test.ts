/** Custom fields by id, by name and by name with underscores; of each type. */
import { at, both, contains, during, gt, gte, has, is, lte, not, oneOf, some } from './filters.ts';
import type { Deal } from './office-model.ts';
import { within } from './office-model.ts';
import { describeDealSearches, describeLeadSearches } from './searches.ts';

const product = 'custom.{product}';
const seats = 'custom.{seats}';
const kickoff = 'custom.{kickoff}';
const signed = 'custom.{signed}';
const remark = 'custom.{remark}';
const engineer = 'custom.{engineer}';
const source = 'custom.{source}';
const tags = 'custom.{tags}';

const seatsOf = ({ custom }: Deal) => (custom.seats === undefined ? Number.NaN : Number(custom.seats));

describeDealSearches('custom fields of opportunities', {
  choices: [
    ['custom.{product}:Plus', is(product, 'Plus'), ({ custom }) => custom.product === 'Plus'],
    ['custom.Product:pro', is(product, 'pro'), ({ custom }) => custom.product === 'Pro'],
    ['opportunity_custom.product:pro', is(product, 'pro'), ({ custom }) => custom.product === 'Pro'],
    [
      'custom.product in (Plus, "Pro Max")',
      oneOf(product, 'Plus', 'Pro Max'),
      ({ custom }) => custom.product === 'Plus' || custom.product === 'Pro Max',
    ],
    ['text.custom.product:pro', contains(product, 'pro'), ({ custom }) => within(String(custom.product), 'pro')],
    ['custom."Product":*', has(product), ({ custom }) => custom.product !== undefined],
    ['"custom.Product" != Plus', not(is(product, 'Plus')), ({ custom }) => custom.product !== 'Plus'],
  ],
  'numbers and dates': [
    ['custom.seats > 1', gt(seats, 1), (deal) => seatsOf(deal) > 1],
    ['custom.seats:0.5', is(seats, 0.5), (deal) => seatsOf(deal) === 0.5],
    ['custom.seats:-3..1', both(gte(seats, -3), lte(seats, 1)), (deal) => seatsOf(deal) >= -3 && seatsOf(deal) <= 1],
    ['not custom.seats:*', not(has(seats)), ({ custom }) => custom.seats === undefined],
    ['custom.kickoff:2026-04-15', is(kickoff, '2026-04-15'), ({ custom }) => custom.kickoff === '2026-04-15'],
    ['custom.kickoff:today', is(kickoff, '2026-06-15'), ({ custom }) => custom.kickoff === '2026-06-15'],
    [
      'custom.kickoff > 2026-05-01',
      gt(kickoff, '2026-05-01'),
      ({ custom }) => String(custom.kickoff ?? '') > '2026-05-01',
    ],
    [
      'custom."Signed at":2026-03-31',
      during(signed, '2026-03-31', '2026-04-01'),
      ({ custom }) => custom.signed === '2026-03-31T09:00',
    ],
    [
      'custom.signed_at >= 2026-03-31T09:00',
      gte(signed, at('2026-03-31T09:00')),
      ({ custom }) => custom.signed !== undefined,
    ],
  ],
  'texts and people': [
    ['custom.remark:autumn', contains(remark, 'autumn'), ({ custom }) => within(String(custom.remark), 'autumn')],
    ['custom.remark = autumn', is(remark, 'autumn'), () => false],
    ['custom.remark = "Ask again in autumn"', is(remark, 'Ask again in autumn'), ({ key }) => key === 'o3'],
    ['custom.engineer:me', is(engineer, '{ada}'), ({ custom }) => custom.engineer === 'ada'],
    ['custom.engineer:{bo}', is(engineer, '{bo}'), ({ custom }) => custom.engineer === 'bo'],
    ['custom.engineer:*', has(engineer), ({ custom }) => custom.engineer !== undefined],
    [
      'custom.engineer in ({ada}, {bo}) custom.seats < 0',
      both(oneOf(engineer, '{ada}', '{bo}'), { kind: 'compare', field: seats, operator: 'lt', value: 0 }),
      ({ key }) => key === 'o4',
    ],
  ],
  'those of the lead': [
    ['lead(custom.tags:eu)', some('lead', is(tags, 'eu')), ({ lead }) => lead === 'acme' || lead === 'beta'],
    ['lead_custom.source_crm:hub', some('lead', contains(source, 'hub')), ({ lead }) => lead === 'acme'],
  ],
});

const sourceOf = ({ custom }: { readonly custom: { readonly source?: unknown } }) =>
  custom.source as string | undefined;
const tagsOf = ({ custom }: { readonly custom: { readonly tags?: unknown } }) => [custom.tags ?? []].flat() as string[];

describeLeadSearches('custom fields of leads', {
  'one value': [
    ['"custom.Source CRM":*', has(source), (lead) => sourceOf(lead) !== undefined],
    ['not "custom.Source CRM":*', not(has(source)), (lead) => sourceOf(lead) === undefined],
    ['custom.source_crm:"HubSpot"', contains(source, 'HubSpot'), (lead) => sourceOf(lead) === 'HubSpot'],
    ['custom.{source}:drive', contains(source, 'drive'), (lead) => sourceOf(lead) === 'Pipedrive'],
    ['lead_custom."Source CRM" = hubspot', is(source, 'hubspot'), (lead) => sourceOf(lead) === 'HubSpot'],
  ],
  'several values': [
    ['custom.Tags:*', has(tags), (lead) => tagsOf(lead).length > 0],
    ['custom.Tags:eu', is(tags, 'eu'), (lead) => tagsOf(lead).includes('eu')],
    ['custom.Tags:eu custom.tags:vip', both(is(tags, 'eu'), is(tags, 'vip')), (lead) => tagsOf(lead).length === 2],
    ['custom.tags in (vip, other)', oneOf(tags, 'vip', 'other'), (lead) => tagsOf(lead).includes('vip')],
    ['custom.tags != vip', not(is(tags, 'vip')), (lead) => !tagsOf(lead).includes('vip')],
  ],
});
