/** `/opportunity/` */
import type { Session } from '../../db/client.ts';
import { createOpportunity } from '../../opportunity/create.ts';
import type { OpportunityInput } from '../../opportunity/input.ts';
import { deleteOpportunity } from '../../opportunity/remove.ts';
import { updateOpportunity } from '../../opportunity/update.ts';
import { inNamesOf } from '../body-field.ts';
import { crud } from '../crud.ts';
import { withCustomChanges } from '../custom-field/custom-changes.ts';
import { fieldsParam, filterParams, pagingParams, searchParams } from '../parameters.ts';
import { answerOf, pageOf } from '../resource-schema.ts';
import type { RestRequest, Route } from '../route.ts';
import { described, listOf, object, text } from '../schema.ts';
import { opportunityBody, opportunityBodySchema, readOpportunityBody } from './body.ts';
import { opportunity } from './fields.ts';
import { groupKeySchemas } from './groups.ts';
import { largestPage, listOpportunities } from './list.ts';
import { arrangementParams, opportunityFilters, opportunitySearches } from './params.ts';
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
    ...searchParams(opportunitySearches),
    ...arrangementParams,
    fieldsParam,
    ...pagingParams({ limit: largestPage }),
  ],
  answer: pageOf({ anyOf: [answerOf(opportunity), group] }, totalsSchemas),
  handle: listOpportunities,
};

/** Reads the body and hands it to the core; what is wrong is told in the names of the body. */
function withInput<Result>(
  session: Session,
  { caller, body }: RestRequest,
  work: (input: OpportunityInput) => Promise<Result>,
): Promise<Result> {
  return inNamesOf(opportunityBody, body, async () => {
    const input = await readOpportunityBody(session, caller, body);
    return withCustomChanges(session, caller, 'opportunity', body, (customFields) => work({ ...input, customFields }));
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
