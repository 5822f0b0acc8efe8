/** Statuses, pipelines, people and ids: by word, by name and by id. */
import { both, contains, either, has, is, not, oneOf } from './filters.ts';
import { all, none, within } from './office-model.ts';
import { describeDealSearches } from './searches.ts';

describeDealSearches('statuses, people and ids', {
  'statuses and pipelines': [
    ['status_type:won', is('status_type', 'won'), ({ type }) => type === 'won'],
    ['status_type: active', is('status_type', 'active'), ({ type }) => type === 'active'],
    ['status_type:WON', is('status_type', 'won'), ({ type }) => type === 'won'],
    ['opportunity_status_type:active', is('status_type', 'active'), ({ type }) => type === 'active'],
    ['status_type in (active, lost)', oneOf('status_type', 'active', 'lost'), ({ type }) => type !== 'won'],
    ['status_type not in (active, lost)', not(oneOf('status_type', 'active', 'lost')), ({ type }) => type === 'won'],
    ['status_type != won', not(is('status_type', 'won')), ({ type }) => type !== 'won'],
    ['status:Won', is('status_label', 'Won'), ({ status }) => status === 'Won'],
    ['status:"renewed"', is('status_label', 'renewed'), ({ status }) => status === 'Renewed'],
    [
      'opportunity_status:"S01: Received Offer Request"',
      is('status_label', 'S01: Received Offer Request'),
      ({ status }) => status.startsWith('S01'),
    ],
    ['status:S01', is('status_label', 'S01'), none],
    ['text.status:S01', contains('status_label', 'S01'), ({ status }) => status.startsWith('S01')],
    ['status_label:open', is('status_label', 'open'), ({ status }) => status === 'Open'],
    ['status:{status Open}', is('status_id', '{status Open}'), ({ status }) => status === 'Open'],
    ['status_id:{status Open}', is('status_id', '{status Open}'), ({ status }) => status === 'Open'],
    [
      'status in (Open, Upcoming, {status Lost})',
      either(oneOf('status_label', 'Open', 'Upcoming'), is('status_id', '{status Lost}')),
      ({ status }) => ['Open', 'Upcoming', 'Lost'].includes(status),
    ],
    ['status:*', has('status_id'), all],
    ['pipeline:Renewals', is('pipeline_name', 'Renewals'), ({ pipeline }) => pipeline === 'Renewals'],
    ['pipeline_name:sale', contains('pipeline_name', 'sale'), ({ pipeline }) => pipeline === 'Sales'],
    ['pipeline:{pipeline Sales}', is('pipeline_id', '{pipeline Sales}'), ({ pipeline }) => pipeline === 'Sales'],
    [
      'pipeline_id:{pipeline Renewals}',
      is('pipeline_id', '{pipeline Renewals}'),
      ({ pipeline }) => pipeline !== 'Sales',
    ],
  ],
  people: [
    ['user:me', is('user_id', '{ada}'), ({ user }) => user === 'ada'],
    ['user:ME', is('user_id', '{ada}'), ({ user }) => user === 'ada'],
    ['user:"me"', is('user_name', 'me'), none],
    ['not user:me', not(is('user_id', '{ada}')), ({ user }) => user !== 'ada'],
    ['opportunity_user:me', is('user_id', '{ada}'), ({ user }) => user === 'ada'],
    ['user_id:me', is('user_id', '{ada}'), ({ user }) => user === 'ada'],
    ['user:"bo diddley"', is('user_name', 'bo diddley'), ({ user }) => user === 'bo'],
    ['user_name:lovelace', contains('user_name', 'lovelace'), ({ userName }) => within(userName, 'lovelace')],
    ['user:{bo}', is('user_id', '{bo}'), ({ user }) => user === 'bo'],
    ['user_id:"{bo}"', is('user_id', '{bo}'), ({ user }) => user === 'bo'],
    [
      'user in (me, "Bo Diddley")',
      either(is('user_id', '{ada}'), is('user_name', 'Bo Diddley')),
      ({ user }) => user === 'ada' || user === 'bo',
    ],
    ['user:*', has('user_id'), ({ user }) => user !== undefined],
    ['user:""', not(has('user_id')), ({ user }) => user === undefined],
    ['user != me', not(is('user_id', '{ada}')), ({ user }) => user !== 'ada'],
    ['created_by:me', is('created_by', '{ada}'), all],
    ['created_by:"Bo Diddley"', is('created_by_name', 'Bo Diddley'), none],
    ['updated_by:"Cy Twombly"', is('updated_by_name', 'Cy Twombly'), ({ updater }) => updater === 'cy'],
    ['updated_by_name:cy', contains('updated_by_name', 'cy'), ({ updater }) => updater === 'cy'],
    ['updated_by_id:{bo}', is('updated_by', '{bo}'), ({ updater }) => updater === 'bo'],
  ],
  ids: [
    ['id:{o1}', is('id', '{o1}'), ({ key }) => key === 'o1'],
    ['opportunity_id:{o1}', is('id', '{o1}'), ({ key }) => key === 'o1'],
    ['id in ({o1}, {o2}, nobody)', oneOf('id', '{o1}', '{o2}', 'nobody'), ({ key }) => key === 'o1' || key === 'o2'],
    [
      'not id:{o1} lead:acme',
      both(not(is('id', '{o1}')), contains('lead_name', 'acme')),
      ({ key, lead }) => lead === 'acme' && key !== 'o1',
    ],
  ],
});
