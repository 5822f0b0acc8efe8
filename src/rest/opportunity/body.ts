/** What the body of an opportunity may say. */
import type { Caller } from '../../caller.ts';
import type { Session } from '../../db/client.ts';
import type { OpportunityInput } from '../../opportunity/input.ts';
import { readStatuses, type Status } from '../../pipeline/statuses.ts';
import { fold } from '../../value/text.ts';
import { bodyFieldsOf, bodySchema, readBody } from '../body-field.ts';
import { customSchema } from '../custom-field/custom-changes.ts';
import type { Body } from '../field.ts';
import { amount, anyInteger, anyText, calendarDate, momentInTime, orNull } from '../reader.ts';
import { noSuchObject, noValidChoice } from '../refusals.ts';
import { statusByLabel, statusKey } from './status-label.ts';

const id = orNull(anyText);
const field = bodyFieldsOf<OpportunityInput>();

export const opportunityBody = [
  field(
    'lead_id',
    'leadId',
    id,
    'Whom the deal is with. A new deal without one is with the lead of its contact, or gets a new, «Untitled» one.',
    {
      ...{ errorName: 'lead', refusal: noSuchObject },
    },
  ),
  field('contact_id', 'contactId', id, 'The person there; left behind when the deal moves to another lead.', {
    errorName: 'contact',
    refusal: noSuchObject,
  }),
  field('user_id', 'userId', id, 'Who works on the deal; you, where nothing is said.', {
    ...{ errorName: 'user', refusal: noSuchObject },
  }),
  field('status_id', 'statusId', id, 'Where the deal stands; the first status, where nothing is said.', {
    ...{ errorName: 'status', refusal: noValidChoice },
  }),
  field('pipeline_id', 'pipelineId', id, 'The pipeline, whose first status a new deal gets if none is given.', {
    errorName: 'pipeline',
  }),
  field('value', 'value', orNull(amount), 'Minor units (cents) per period.'),
  field('value_period', 'valuePeriod', orNull(anyText), 'one_time, monthly or annual.'),
  field('confidence', 'confidence', orNull(anyInteger), '0 to 100; null means 50.'),
  field('note', 'note', orNull(anyText), 'Free text.'),
  field('note_html', 'noteHtml', orNull(anyText), 'The note as HTML; where it differs from what is stored, it counts.'),
  field('date_won', 'dateWon', orNull(calendarDate), 'The day it was won; today, when it becomes won without one.'),
  field(
    'date_lost',
    'dateLost',
    orNull(momentInTime),
    'When it was lost; now, when it becomes lost without it. Passed over unless it is lost.',
  ),
  field('date_created', 'dateCreated', orNull(momentInTime), 'When it was created.'),
  field('created_by', 'createdById', id, 'Who created it.', { refusal: noSuchObject }),
];

export const opportunityBodySchema = bodySchema(opportunityBody, {
  ...{ ...customSchema, keys: { ...customSchema.keys, ...statusKey } },
});

/** Custom fields are read by themselves. @throws INVALID_INPUT with a key of the body as its path */
export async function readOpportunityBody(session: Session, caller: Caller, body: Body): Promise<OpportunityInput> {
  const { statusId: named, ...input } = readBody(opportunityBody, body, caller);
  // Null says nothing: whole objects are sent back, some made by hand.
  if (named != null) return { ...input, statusId: named };
  const { pipelineId: pipeline, ...rest } = input;
  let isForeign = false;
  const statusId = await statusByLabel(body, async () => {
    const { all, pipelineIds } = await readStatuses(session, caller.organizationId);
    // A deal of another organization comes with its pipeline there: where a status of that name is here decides.
    isForeign = pipeline != null && !pipelineIds.has(pipeline) && isLabelled(all, body.status);
    return all.filter(({ pipelineId }) => pipeline == null || isForeign || pipelineId === pipeline);
  });
  if (statusId === undefined) return input;
  return isForeign ? { ...rest, statusId } : { ...input, statusId };
}

const isLabelled = (all: readonly Status[], label: unknown) =>
  typeof label === 'string' && all.some(({ labelFolded }) => labelFolded === fold(label.trim()));
