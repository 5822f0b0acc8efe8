/** `status_change(…)`: what holds for one and the same change. */
import { every, type Filter } from '../../src/filter/filter.ts';
import { both, during, either, gte, is, not, some, word } from './filters.ts';
import type { Deal } from './office-model.ts';
import { describeDealSearches } from './searches.ts';

const changed =
  (holds: (change: Deal['changes'][number]) => boolean) =>
  ({ changes }: Deal) =>
    changes.some(holds);
const change = (first: Filter, ...others: readonly Filter[]) =>
  some('status_change', others.length === 0 ? first : both(first, ...others));

describeDealSearches('changes of status', {
  'by type, label, id, date and person': [
    [
      'status_change(old_status:active new_status:won date:yesterday)',
      change(is('old_status_type', 'active'), is('new_status_type', 'won'), during('date', '2026-06-14', '2026-06-15')),
      changed(({ from, to, at }) => from.type === 'active' && to.type === 'won' && at.startsWith('2026-06-14')),
    ],
    [
      'status_change(old_status:active new_status:won)',
      change(is('old_status_type', 'active'), is('new_status_type', 'won')),
      changed(({ from, to }) => from.type === 'active' && to.type === 'won'),
    ],
    ['status_change(new_status:"won")', change(is('new_status_label', 'won')), changed(({ to }) => to.label === 'Won')],
    [
      'status_change(new_status:Renewed)',
      change(is('new_status_label', 'Renewed')),
      changed(({ to }) => to.label === 'Renewed'),
    ],
    [
      'status_change(new_status_label:Won)',
      change(is('new_status_label', 'Won')),
      changed(({ to }) => to.label === 'Won'),
    ],
    [
      'status_change(old_status:{status Upcoming})',
      change(is('old_status_id', '{status Upcoming}')),
      changed(({ from }) => from.label === 'Upcoming'),
    ],
    [
      'status_change(new_status in (lost, "S01: Received Offer Request"))',
      change(either(is('new_status_type', 'lost'), is('new_status_label', 'S01: Received Offer Request'))),
      changed(({ to }) => to.type === 'lost' || to.label.startsWith('S01')),
    ],
    [
      'status_change(new_status_type != won)',
      change(not(is('new_status_type', 'won'))),
      changed(({ to }) => to.type !== 'won'),
    ],
    [
      'status_change(date:2026-05-01..2026-05-31)',
      change(during('date', '2026-05-01', '2026-06-01')),
      changed(({ at }) => at.startsWith('2026-05')),
    ],
    [
      'status_change_date >= 2026-06-01',
      change(gte('date', Date.UTC(2026, 5, 1))),
      changed(({ at }) => at >= '2026-06'),
    ],
    ['status_change(user:me)', change(is('user_id', '{ada}')), changed(({ by }) => by === 'ada')],
    [
      'status_change(user:"Cy Twombly" new_status:won)',
      change(is('user_name', 'Cy Twombly'), is('new_status_type', 'won')),
      changed(({ by, to }) => by === 'cy' && to.type === 'won'),
    ],
    ['status_change(twombly)', change(word('twombly')), changed(({ by }) => by === 'cy')],
  ],
  'one change or several': [
    ['status_change(*)', change(every), ({ changes }) => changes.length > 0],
    ['not status_change(*)', not(change(every)), ({ changes }) => changes.length === 0],
    [
      'status_change(old_status:lost or new_status:lost)',
      change(either(is('old_status_type', 'lost'), is('new_status_type', 'lost'))),
      changed(({ from, to }) => from.type === 'lost' || to.type === 'lost'),
    ],
    [
      'status_change(new_status:won) status_change(new_status:lost)',
      both(change(is('new_status_type', 'won')), change(is('new_status_type', 'lost'))),
      ({ key }) => key === 'o4',
    ],
    [
      'status_change(new_status:won new_status:lost)',
      change(is('new_status_type', 'won'), is('new_status_type', 'lost')),
      () => false,
    ],
    [
      'status_change(new_status:won) and not status_type:won',
      both(change(is('new_status_type', 'won')), not(is('status_type', 'won'))),
      ({ changes, type }) => type !== 'won' && changes.some(({ to }) => to.type === 'won'),
    ],
  ],
});
