/** `/opportunity/` */
import type { Session } from '../../db/client.ts';
import { createOpportunity } from '../../opportunity/create.ts';
import type { OpportunityInput } from '../../opportunity/input.ts';
import { deleteOpportunity } from '../../opportunity/remove.ts';
import { updateOpportunity } from '../../opportunity/update.ts';
import { isFromElsewhere, withKnownAuthors } from '../authors.ts';
import { inNamesOf } from '../body-field.ts';
import { crud } from '../crud.ts';
import { withCustomChanges } from '../custom-field/custom-changes.ts';
import { fieldsParam, filterParams, pagingParams, searchParams } from '../parameters.ts';
import { answerOf, pageOf } from '../resource-schema.ts';
import type { RestRequest, Route } from '../route.ts';
import { described, listOf, object, text } from '../schema.ts';
import { opportunityBody, opportunityBodySchema, readOpportunityBody } from './body.ts';
import { openFigures, openOpportunities } from './export.ts';
import { opportunity } from './fields.ts';
import { groupKeySchemas } from './groups.ts';
import { largestPage, listOpportunities } from './list.ts';
import {
  arrangementParams,
  opportunityFilters,
  opportunitySearches,
  opportunityViews,
  readGrouping,
} from './params.ts';
import { totalsSchemas } from './totals.ts';

const group = object(
  {
    key: described(text, 'The same on every page that shows a part of the group; `none` for those without a value.'),
    objects: described(listOf(answerOf(opportunity)), 'Those of the group that fall on this page.'),
    ...totalsSchemas,
    ...groupKeySchemas,
  },
  ['key', 'objects', ...Object.keys(totalsSchemas)],
);

const list: Route = {
  method: 'GET',
  path: '/opportunity/',
  resource: opportunity.name,
  summary: 'List opportunities, with figures over all that match',
  parameters: [
    ...filterParams(opportunityFilters),
    ...searchParams([...opportunitySearches, ...opportunityViews]),
    ...arrangementParams,
    fieldsParam,
    ...pagingParams({ limit: largestPage }),
  ],
  answer: pageOf({ anyOf: [answerOf(opportunity), group] }, totalsSchemas),
  csv: (session, { caller, params }) => {
    const asked = { caller, params, format: 'csv' } as const;
    const grouped = readGrouping(params);
    return grouped ? openFigures(session, asked, [grouped.by]) : openOpportunities(session, asked, '_fields');
  },
  handle: listOpportunities,
};

/** Reads the body and hands it to the core; what is wrong is told in the names of the body. */
function withInput<Result>(
  session: Session,
  { caller, body: sent, path }: RestRequest,
  work: (input: OpportunityInput) => Promise<Result>,
): Promise<Result> {
  return inNamesOf(opportunityBody, sent, async () => {
    const isNew = path.id === undefined;
    const body = await withKnownAuthors(session, caller, sent, isNew);
    const input = await readOpportunityBody(session, caller, body);
    const all = (customFields: OpportunityInput['customFields']) => work({ ...input, customFields });
    // A pipeline that was named and did not count is one of another organization.
    const isOfOtherPipeline = body.pipeline_id != null && input.pipelineId === undefined;
    const isForeign = isNew && (isOfOtherPipeline || isFromElsewhere(sent, body, caller));
    return withCustomChanges(session, caller, 'opportunity', body, all, isForeign);
  });
}

export const opportunityRoutes: readonly Route[] = [
  list,
  ...crud(opportunity, '/opportunity/', {
    right: 'write',
    one: 'an opportunity',
    body: opportunityBodySchema,
    create: (session, request) =>
      withInput(session, request, (input) => createOpportunity(session, request.caller, input)),
    update: (session, request, id) =>
      withInput(session, request, (change) => updateOpportunity(session, request.caller, { id, change })),
    remove: (session, { caller }, id) => deleteOpportunity(session, caller, { id }),
  }),
];
