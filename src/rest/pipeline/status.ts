/** `/status/opportunity/` and `/status/lead/` */
import type { Prisma } from '../../db/generated/postgresql/client.ts';
import { createLeadStatus, deleteLeadStatus, renameLeadStatus } from '../../lead/status.ts';
import { createStatus, deleteStatus, type StatusDefinitionChange, updateStatus } from '../../pipeline/status.ts';
import { statusTypes } from '../../value/status-type.ts';
import { bodyFieldsOf, bodySchema, inNamesOf, readBody, readWhole } from '../body-field.ts';
import { crud } from '../crud.ts';
import { type Body, fieldsOf, type Resource } from '../field.ts';
import { wholeList } from '../list.ts';
import { anyText, orNull } from '../reader.ts';
import type { Route } from '../route.ts';
import { oneOf, text } from '../schema.ts';

type StatusRow = Prisma.OpportunityStatusGetPayload<object>;
type LeadStatusRow = Prisma.LeadStatusGetPayload<object>;

const ofOpportunity = fieldsOf<StatusRow>();
const ofLead = fieldsOf<LeadStatusRow>();

export const opportunityStatus: Resource<StatusRow> = {
  name: 'OpportunityStatus',
  description: 'A step of a pipeline.',
  rows: (read) => read.opportunityStatus,
  visible: ({ organizationId }) => ({ organizationId }),
  fields: [
    ofOpportunity.column('id', 'id', text, '`stat_…`'),
    ofOpportunity.column('label', 'label', text, 'What it is called.'),
    ofOpportunity.column('type', 'type', oneOf(statusTypes), 'What it means for a deal.'),
    ofOpportunity.column('organization_id', 'organizationId', text, 'The organization it belongs to.'),
    ofOpportunity.column('pipeline_id', 'pipelineId', text, 'The pipeline it belongs to.'),
  ],
};

export const leadStatus: Resource<LeadStatusRow> = {
  name: 'LeadStatus',
  description: 'Where the relation to a lead stands.',
  rows: (read) => read.leadStatus,
  visible: ({ organizationId }) => ({ organizationId }),
  fields: [
    ofLead.column('id', 'id', text, '`stat_…`'),
    ofLead.column('label', 'label', text, 'What it is called.'),
    ofLead.column('organization_id', 'organizationId', text, 'The organization it belongs to.'),
  ],
};

type NewStatus = Parameters<typeof createStatus>[2];
type NewLeadStatus = Parameters<typeof createLeadStatus>[2];

const newStatus = bodyFieldsOf<NewStatus>();
const change = bodyFieldsOf<StatusDefinitionChange>();
const label = bodyFieldsOf<NewLeadStatus>()('label', 'label', anyText, 'What it is called.');

const newStatusBody = [
  newStatus('label', 'label', anyText, 'What it is called.'),
  newStatus('type', 'type', orNull(anyText), 'active, won or lost; active, where nothing is said.'),
  newStatus('status_type', 'type', orNull(anyText), 'The same, as some programs call it; `type` counts before it.'),
  newStatus('pipeline_id', 'pipelineId', orNull(anyText), 'Its pipeline; the first one, where nothing is said.', {
    errorName: 'pipeline',
  }),
];
const changeBody = [
  change('label', 'label', anyText, 'What it is called.'),
  change('type', 'type', anyText, 'What it means; only as it is, for deals that have it were won or lost by it.'),
  change('status_type', 'type', anyText, 'The same, as some programs call it; `type` counts before it.'),
  change('pipeline_id', 'pipelineId', anyText, 'The pipeline it moves to.', { errorName: 'pipeline' }),
];

const required = ['label'];

/** Both n8n nodes send `status_type`, as the prose of the source API calls it: a status that was meant as won became active. */
function oneType({ status_type: named, ...body }: Body): Body {
  return named === undefined ? body : { ...body, type: body.type ?? named };
}

export const opportunityStatusOrder = [{ pipeline: { position: 'asc' } }, { position: 'asc' }, { id: 'asc' }];
export const leadStatusOrder = [{ position: 'asc' }, { id: 'asc' }];

export const statusRoutes: readonly Route[] = [
  wholeList(opportunityStatus, '/status/opportunity/', {
    ...{ several: 'the statuses of opportunities, by pipeline', orderBy: opportunityStatusOrder },
  }),
  ...crud(opportunityStatus, '/status/opportunity/', {
    right: 'administer',
    one: 'a status of opportunities',
    ...{ body: bodySchema(newStatusBody), required },
    create: (session, { caller, body }) =>
      inNamesOf(newStatusBody, body, async () =>
        createStatus(session, caller, readWhole<NewStatus>(newStatusBody, required, oneType(body), caller)),
      ),
    update: (session, { caller, body }, id) =>
      inNamesOf(changeBody, body, async () =>
        updateStatus(session, caller, id, readBody(changeBody, oneType(body), caller)),
      ),
    remove: (session, { caller }, id) => deleteStatus(session, caller, id),
  }),
  wholeList(leadStatus, '/status/lead/', { several: 'the statuses of leads', orderBy: leadStatusOrder }),
  ...crud(leadStatus, '/status/lead/', {
    right: 'administer',
    one: 'a status of leads',
    ...{ body: bodySchema([label]), required },
    create: (session, { caller, body }) =>
      createLeadStatus(session, caller, readWhole([label], required, body, caller)),
    // A change changes what it names, and may name nothing.
    update: async (session, { caller, body }, id) => {
      const { label: to } = readBody<NewLeadStatus>([label], body, caller);
      if (to !== undefined) await renameLeadStatus(session, caller, id, { label: to });
    },
    remove: (session, { caller }, id) => deleteLeadStatus(session, caller, id),
  }),
];
