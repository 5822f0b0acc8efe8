/** `groups(by: …)` of lists of opportunities, and of a report: the same matches, divided, each part with its figures and its own list. */
import type { GraphQLResolveInfo } from 'graphql';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { weight } from '../cost/weight.ts';
import { opportunityFigures } from './aggregates.ts';
import { OpportunitySnapshotConnection } from './at.ts';
import { OpportunityConnection } from './connection.ts';
import { OpportunityGroup } from './group.ts';
import { groupByFromInput, OpportunityGroupBy } from './group-key.ts';
import { costOfGroups, type GroupsArguments, groupsInput } from './groups-arguments.ts';
import { groupsConnection, pageOfList, type ReadKeys } from './groups-of-list.ts';
import type { ListFigures } from './list.ts';
import { OpportunityReport } from './report.ts';

const OpportunityGroupConnection = groupsConnection(opportunityFigures, OpportunityGroup);
const groupsArguments = groupsInput(opportunityFigures, OpportunityGroupBy);

type Key = typeof OpportunityGroupBy.$inferInput;

const readKeys: ReadKeys<Key> = async (by, context) => {
  const definitions = by.some(({ customFieldId }) => customFieldId != null) ? await context.customFields() : [];
  return groupByFromInput(by, definitions);
};

const pageOf = (list: ListFigures, args: GroupsArguments<Key>, context: Context, info: GraphQLResolveInfo) =>
  pageOfList(readKeys, list, args, context, info);

/** Each key more makes more groups of the same rows; and leads are many by themselves. */
const costing = weight({ statement: costOfGroups, looks: 1 });

builder.objectField(OpportunityConnection, 'groups', (t) =>
  t.field({
    type: OpportunityGroupConnection,
    nullable: true,
    description: 'All opportunities that match, whatever page is shown, divided by one, two or three keys.',
    extensions: costing,
    args: groupsArguments(t),
    resolve: pageOf,
  }),
);

builder.objectField(OpportunitySnapshotConnection, 'groups', (t) =>
  t.field({
    type: OpportunityGroupConnection,
    nullable: true,
    description:
      'All opportunities that matched at the moment, whatever page is shown, divided by one, two or three keys.',
    extensions: costing,
    args: groupsArguments(t),
    resolve: pageOf,
  }),
);

builder.objectField(OpportunityReport, 'groups', (t) =>
  t.field({
    type: OpportunityGroupConnection,
    nullable: true,
    description: 'All opportunities that match, divided by one, two or three keys.',
    extensions: costing,
    args: groupsArguments(t),
    resolve: pageOf,
  }),
);
