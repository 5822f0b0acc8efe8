/** `groups(by: …)` of changes of status: what moved when, from where to where, by whom, and what it was worth. */
import type { Filter } from '../../filter/filter.ts';
import type { Where } from '../../filter/where.ts';
import { type GroupBy, keyOfField } from '../../opportunity/groups/dimension.ts';
import { builder } from '../builder.ts';
import { weight } from '../cost/weight.ts';
import { filterJson } from '../filter/json.ts';
import { statusChangeFilter } from '../filter/shapes.ts';
import { periodFields, StatusChangeGroupKey } from '../opportunity/group-key.ts';
import { groupType } from '../opportunity/group-type.ts';
import { costOfGroups, groupsInput } from '../opportunity/groups-arguments.ts';
import { groupsConnection, pageOfList } from '../opportunity/groups-of-list.ts';
import { StatusChangeConnection, statusChangeFigures } from './list.ts';
import { drillDownOfChanges } from './within.ts';

const StatusChangeGroupField = builder.enumType('StatusChangeGroupField', {
  description:
    'What changes of status can be grouped by as it is. Those without a value make a group of their own, whose key is `none`.',
  values: {
    OLD_STATUS: { value: 'old_status_id', description: 'The status before.' },
    OLD_STATUS_TYPE: { value: 'old_status_type', description: 'The type of the status before.' },
    OLD_PIPELINE: { value: 'old_pipeline_id', description: 'The pipeline before.' },
    NEW_STATUS: { value: 'new_status_id', description: 'The status after.' },
    NEW_STATUS_TYPE: { value: 'new_status_type', description: 'The type of the status after.' },
    NEW_PIPELINE: { value: 'new_pipeline_id', description: 'The pipeline after.' },
    USER: { value: 'user_id', description: 'Who changed it.' },
    LEAD: { value: 'lead_id', description: 'The lead of the opportunity.' },
  } as const,
});

const StatusChangeDateGroupBy = builder.inputType('StatusChangeDateGroupBy', {
  description: 'The periods of the moment of the change, in days of the time zone.',
  fields: (t) => periodFields(t),
});

const StatusChangeGroupBy = builder.inputType('StatusChangeGroupBy', {
  description: 'One key to group changes of status by: a field, or the periods of their dates.',
  isOneOf: true,
  fields: (t) => ({
    field: t.field({ type: StatusChangeGroupField, description: 'A field as it is.' }),
    date: t.field({
      type: StatusChangeDateGroupBy,
      description: 'When it changed, by day, week, month, quarter or year.',
    }),
  }),
});

type Key = typeof StatusChangeGroupBy.$inferInput;

/** GraphQL has seen to it that it says one thing. */
const readKeys = (by: readonly Key[]): readonly GroupBy[] =>
  by.flatMap(({ field, date }): GroupBy | readonly GroupBy[] => {
    if (date) return { kind: 'date', field: 'date', granularity: date.period, weekStart: date.weekStart };
    return field ? keyOfField(field) : [];
  });

const jsonOf = ({ table, scope }: Where, filter: Filter) => filterJson(statusChangeFilter, table, scope.tables, filter);

const StatusChangeGroup = groupType({
  ...statusChangeFigures,
  key: StatusChangeGroupKey,
  json: jsonOf,
  drillDown: (where, filter) => drillDownOfChanges(jsonOf(where, filter)),
  described: {
    drillDown:
      'What finds just its changes: hand it to `statusChanges(within:)`. Opaque, good for as long as one likes, the same for the same group.',
    filter: 'The same for people: as it could be given to `statusChanges(filter:)`.',
  },
});

const groupsArguments = groupsInput(statusChangeFigures, StatusChangeGroupBy);

builder.objectField(StatusChangeConnection, 'groups', (t) =>
  t.field({
    type: groupsConnection(statusChangeFigures, StatusChangeGroup),
    nullable: true,
    description: 'All changes that match, whatever page is shown, divided by one, two or three keys.',
    extensions: weight({ statement: costOfGroups, looks: 1 }),
    args: groupsArguments(t),
    resolve: (list, args, context, info) => pageOfList(readKeys, list, args, context, info),
  }),
);
