/** Days, moments, periods and ages. It is Monday, 15 June 2026, 10:30 in London without summer time. */
import { parseZone } from '../../src/value/period.ts';
import { at, both, during, gt, gte, has, is, lt, lte, not, oneOf } from './filters.ts';
import { all, type Deal, known, none } from './office-model.ts';
import { describeDealSearches } from './searches.ts';

const won = (holds: (day: string) => boolean) => known(({ won: day }: Deal) => day, holds);
const from = (field: string, start: string) => gte(field, at(start));
const before = (field: string, end: string) => lt(field, at(end));

describeDealSearches('dates', {
  'days and moments': [
    [
      'created:2026-06-14',
      during('date_created', '2026-06-14', '2026-06-15'),
      ({ created }) => created.startsWith('2026-06-14'),
    ],
    [
      'date_created:"2026-01-15"',
      during('date_created', '2026-01-15', '2026-01-16'),
      ({ created }) => created.startsWith('2026-01-15'),
    ],
    ['created > 2026-06-08', from('date_created', '2026-06-09'), ({ created }) => created >= '2026-06-09'],
    ['created >= 2026-06-08', from('date_created', '2026-06-08'), ({ created }) => created >= '2026-06-08'],
    ['created < 2026-02-01', before('date_created', '2026-02-01'), ({ created }) => created < '2026-02-01'],
    ['created <= 2026-02-01', before('date_created', '2026-02-02'), ({ created }) => created < '2026-02-02'],
    [
      'created != 2026-01-15',
      not(during('date_created', '2026-01-15', '2026-01-16')),
      ({ created }) => !created.startsWith('2026-01-15'),
    ],
    ['created:"2026-06-14T23:30"', is('date_created', at('2026-06-14T23:30')), ({ key }) => key === 'o2'],
    [
      'created >= 2026-06-14T23:30:00.001',
      gte('date_created', at('2026-06-14T23:30:00.001')),
      ({ key }) => key === 'o7',
    ],
    [
      'created > 2026-06-15T01:00+02:00',
      gt('date_created', at('2026-06-14T23:00')),
      ({ created }) => created > '2026-06-14T23',
    ],
    [
      'created:2026-01-01..2026-03-31',
      during('date_created', '2026-01-01', '2026-04-01'),
      ({ created }) => created >= '2026-01-01' && created < '2026-04-01',
    ],
    ['date_won:2026-06-14', is('date_won', '2026-06-14'), won((day) => day === '2026-06-14')],
    ['date >= 2026-05-01', gte('date_won', '2026-05-01'), won((day) => day >= '2026-05-01')],
    [
      'date_won:2026-01-01..2026-03-31',
      both(gte('date_won', '2026-01-01'), lte('date_won', '2026-03-31')),
      won((day) => day >= '2026-01-01' && day <= '2026-03-31'),
    ],
    ['date_won:..2026-05-02', lte('date_won', '2026-05-02'), won((day) => day <= '2026-05-02')],
    ['date_won < 2026-05-02', lt('date_won', '2026-05-02'), won((day) => day < '2026-05-02')],
    ['date_won:*', has('date_won'), ({ won: day }) => day !== undefined],
    ['not date_won:*', not(has('date_won')), ({ won: day }) => day === undefined],
    [
      'date_won in (2026-03-31, yesterday)',
      oneOf('date_won', '2026-03-31', '2026-06-14'),
      won((day) => /03-31|06-14/.test(day)),
    ],
    ['date_lost:2026-01-01', during('date_lost', '2026-01-01', '2026-01-02'), ({ key }) => key === 'o5'],
    [
      'date_lost >= 2026-04-01',
      from('date_lost', '2026-04-01'),
      known(
        ({ lost }) => lost,
        (day) => day >= '2026-04-01',
      ),
    ],
    ['date_lost:*', has('date_lost'), ({ lost }) => lost !== undefined],
  ],
  periods: [
    [
      'created:today',
      during('date_created', '2026-06-15', '2026-06-16'),
      ({ created }) => created.startsWith('2026-06-15'),
    ],
    [
      'created:yesterday',
      during('date_created', '2026-06-14', '2026-06-15'),
      ({ created }) => created.startsWith('2026-06-14'),
    ],
    ['created:tomorrow', during('date_created', '2026-06-16', '2026-06-17'), none],
    ['created:"this week"', during('date_created', '2026-06-15', '2026-06-22'), ({ key }) => key === 'o7'],
    [
      'created:last week',
      during('date_created', '2026-06-08', '2026-06-15'),
      ({ key }) => key === 'o2' || key === 'o6',
    ],
    ['created:next week', during('date_created', '2026-06-22', '2026-06-29'), none],
    [
      'created:This Month',
      during('date_created', '2026-06-01', '2026-07-01'),
      ({ created }) => created.startsWith('2026-06'),
    ],
    [
      'created:last month',
      during('date_created', '2026-05-01', '2026-06-01'),
      ({ created }) => created.startsWith('2026-05'),
    ],
    [
      'created:last quarter',
      during('date_created', '2026-01-01', '2026-04-01'),
      ({ created }) => /2026-0[123]/.test(created),
    ],
    ['created:last year', during('date_created', '2025-01-01', '2026-01-01'), ({ created }) => created < '2026'],
    ['created < this month', before('date_created', '2026-06-01'), ({ created }) => created < '2026-06'],
    ['created > last week', from('date_created', '2026-06-15'), ({ created }) => created >= '2026-06-15'],
    ['created <= last week', before('date_created', '2026-06-15'), ({ created }) => created < '2026-06-15'],
    [
      'created:last quarter..yesterday',
      during('date_created', '2026-01-01', '2026-06-15'),
      ({ created }) => created >= '2026' && created < '2026-06-15',
    ],
    [
      'date_won:last week',
      both(gte('date_won', '2026-06-08'), lte('date_won', '2026-06-14')),
      ({ key }) => key === 'o6',
    ],
    [
      'date_won:this quarter',
      both(gte('date_won', '2026-04-01'), lte('date_won', '2026-06-30')),
      won((day) => /2026-0[456]/.test(day)),
    ],
    ['date_won > this month', gt('date_won', '2026-06-30'), won((day) => day > '2026-06-30')],
    [
      'date_won:next month',
      both(gte('date_won', '2026-07-01'), lte('date_won', '2026-07-31')),
      ({ key }) => key === 'o2',
    ],
    ['date_won >= this year', gte('date_won', '2026-01-01'), won((day) => day >= '2026')],
  ],
  'ages, of which less is younger': [
    [
      'date_created < "1 week ago"',
      gt('date_created', at('2026-06-08T10:30')),
      ({ created }) => created > '2026-06-08T10:30',
    ],
    [
      'date_created < "2 weeks ago" and date_created >= "1 week ago"',
      both(gt('date_created', at('2026-06-01T10:30')), lte('date_created', at('2026-06-08T10:30'))),
      ({ key }) => key === 'o6',
    ],
    [
      'created <= 30 days ago',
      gte('date_created', at('2026-05-16T10:30')),
      ({ created }) => created >= '2026-05-16T10:30',
    ],
    [
      'created > 30 days ago',
      lt('date_created', at('2026-05-16T10:30')),
      ({ created }) => created < '2026-05-16T10:30',
    ],
    ['created < 10 mins ago', gt('date_created', at('2026-06-15T10:20')), none],
    ['created < 3 hours ago', gt('date_created', at('2026-06-15T07:30')), ({ key }) => key === 'o7'],
    ['updated < 12 hours ago', gt('date_updated', at('2026-06-14T22:30')), all],
    ['created:1 day ago', during('date_created', '2026-06-14', '2026-06-15'), ({ key }) => key === 'o2'],
    ['created > 2 quarters ago', lt('date_created', at('2025-12-15T10:30')), ({ created }) => created < '2025-12-15'],
    ['created > 1 year ago', lt('date_created', at('2025-06-15T10:30')), none],
    ['created:1 month ago..', gte('date_created', at('2026-05-15T10:30')), ({ created }) => created > '2026-05-15T10'],
    ['date_won < "1 month ago"', gt('date_won', '2026-05-15'), won((day) => day > '2026-05-15')],
    ['date_won > 1 month ago', lt('date_won', '2026-05-15'), won((day) => day < '2026-05-15')],
    ['date_lost < 3 months ago', gt('date_lost', at('2026-03-15T10:30')), ({ key }) => key === 'o3'],
  ],
  'days of somebody in Auckland, where it is 22:30': {
    caller: { zone: parseZone('Pacific/Auckland') },
    searches: [
      [
        'created:today',
        during('date_created', '2026-06-14T12:00', '2026-06-15T12:00'),
        ({ key }) => key === 'o2' || key === 'o7',
      ],
      ['created:2026-06-08', during('date_created', '2026-06-07T12:00', '2026-06-08T12:00'), ({ key }) => key === 'o6'],
      [
        'created >= 2026-06-15T11:30',
        gte('date_created', at('2026-06-14T23:30')),
        ({ created }) => created >= '2026-06-14T23:30',
      ],
      ['created:"2026-06-14T23:30Z"', is('date_created', at('2026-06-14T23:30')), ({ key }) => key === 'o2'],
      ['date_won:yesterday', is('date_won', '2026-06-14'), ({ key }) => key === 'o6'],
    ],
  },
  'days of somebody in Los Angeles, where it is 03:30': {
    caller: { zone: parseZone('America/Los_Angeles') },
    searches: [
      ['created:yesterday', during('date_created', '2026-06-14T07:00', '2026-06-15T07:00'), ({ key }) => key === 'o2'],
      ['created < 2026-01-15', before('date_created', '2026-01-15T08:00'), ({ created }) => created < '2026-01-15T08'],
    ],
  },
});
