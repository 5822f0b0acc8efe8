/** `/activity/status_change/lead/`: the history of leads' statuses. */
import type { Prisma } from '../../db/generated/postgresql/client.ts';
import { deleteLeadStatusChange, type LeadStatusLogEntry, logLeadStatusChange } from '../../lead/status-change.ts';
import { bodyFieldsOf, bodySchema, inNamesOf, readWhole } from '../body-field.ts';
import { crud } from '../crud.ts';
import { fieldsOf, type Resource } from '../field.ts';
import { exactly, forAll, moment as momentFilter, ownOrganization } from '../filters.ts';
import { searchedList } from '../list.ts';
import { anyText } from '../reader.ts';
import { noSuchObject } from '../refusals.ts';
import type { Route } from '../route.ts';
import { nullable, oneOf, text } from '../schema.ts';
import { entryOfChange, whoAndWhen } from '../status-change.ts';

type ChangeRow = Prisma.LeadStatusChangeGetPayload<{ include: { membership: true } }>;

const { column, fixed } = fieldsOf<ChangeRow>();

export const leadStatusChange: Resource<ChangeRow> = {
  name: 'LeadStatusChange',
  description: 'One change of the status of a lead, with what the statuses were called then.',
  rows: (read) => read.leadStatusChange,
  visible: ({ organizationId }) => ({ organizationId }),
  fields: [
    fixed('_type', 'LeadStatusChange', oneOf(['LeadStatusChange']), 'The kind of activity.'),
    column('id', 'id', text, '`acti_…`'),
    column('organization_id', 'organizationId', text, 'The organization it belongs to.'),
    column('lead_id', 'leadId', text, 'What changed.'),
    fixed('contact_id', null, nullable(text), 'It is about nobody there.'),
    column('old_status_id', 'oldStatusId', nullable(text), 'The status before; null when it is not known.'),
    column('old_status_label', 'oldStatusLabel', nullable(text), 'What it was called then.'),
    column('new_status_id', 'newStatusId', text, 'The status after.'),
    column('new_status_label', 'newStatusLabel', text, 'What it was called then.'),
    ...whoAndWhen,
  ],
};

const filters = [
  exactly('id', 'The id of the change.'),
  exactly('lead_id', 'What changed.'),
  exactly('user_id', 'Who changed it.'),
  forAll('_type', 'All of them are of the type `LeadStatusChange`.', text, (type) => type === 'LeadStatusChange'),
  momentFilter('date_created', 'When it changed.'),
  momentFilter('activity_at', 'When it changed.', 'date_created'),
  ownOrganization,
];

const entry = bodyFieldsOf<LeadStatusLogEntry>();
const entryBody = [
  entry('lead_id', 'leadId', anyText, 'What changed.', { errorName: 'lead', refusal: noSuchObject }),
  ...entryOfChange,
];

const required = ['lead_id', 'new_status_id'];

const path = '/activity/status_change/lead/';

export const leadStatusChangeRoutes: readonly Route[] = [
  searchedList(leadStatusChange, path, {
    ...{ several: 'changes of leads’ statuses', table: 'leadStatusChange', filters, bounds: { limit: 1000 } },
  }),
  ...crud(leadStatusChange, path, {
    ...{ right: 'write', one: 'a change of status, which moves no lead', body: bodySchema(entryBody), required },
    create: (session, { caller, body }) =>
      inNamesOf(entryBody, body, async () =>
        logLeadStatusChange(session, caller, readWhole<LeadStatusLogEntry>(entryBody, required, body, caller)),
      ),
    remove: (session, { caller }, id) => deleteLeadStatusChange(session, caller, id),
  }),
];
