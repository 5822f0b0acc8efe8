/** New opportunities, one or a batch of them. A new one has no change of status yet. */
import type { Insertable } from 'kysely';
import type { Caller } from '../caller.ts';
import { type CustomFieldPlan, planCustomFields } from '../custom-field/plan.ts';
import { storeCustomFields } from '../custom-field/values.ts';
import type { Session } from '../db/client.ts';
import type { Tables } from '../db/generated/tables.ts';
import { insertRows } from '../db/insert.ts';
import { createUntitledLeads } from '../lead/create.ts';
import { chooseStatus } from '../pipeline/statuses.ts';
import { newId } from '../value/id.ts';
import { toDate } from '../value/period.ts';
import { required } from '../value/required.ts';
import { type Attempt, assertBatch, attempt, type BatchOptions, type BatchResult, planOf, settle } from './batch.ts';
import { type OpportunityInput, plainColumns, plainDefaults } from './input.ts';
import { tellCreated } from './news.ts';
import { noNote, noteAfter } from './note.ts';
import { type References, readReferences, referenceColumns } from './references.ts';
import { type ChangeTime, changeTimeOf, datesAfter } from './status-rules.ts';

/** @returns its id. @throws INVALID_INPUT with the name of the field as its path */
export async function createOpportunity(session: Session, caller: Caller, input: OpportunityInput): Promise<string> {
  const [only] = (await planAll(session, caller, [input])).map(planOf);
  const plan = required(only, 'the plan of the one input');
  await store(session, caller, [plan]);
  return plan.row.id;
}

/** All of them or none, unless `partial`. @throws INVALID_INPUT with `extra.errors`, one for each wrong row */
export async function createOpportunities(
  session: Session,
  caller: Caller,
  inputs: readonly OpportunityInput[],
  options: BatchOptions = {},
): Promise<BatchResult> {
  assertBatch('inputs', inputs);
  const attempts = await planAll(session, caller, inputs);
  const { plans, errors } = settle(attempts, options);
  await store(session, caller, plans);
  return { ids: attempts.map((attempted) => ('plan' in attempted ? attempted.plan.row.id : null)), errors };
}

type NewRow = Omit<Insertable<Tables['opportunity']>, 'lead_id'> & {
  readonly id: string;
  /** Undefined where a lead has yet to be made. */
  readonly lead_id: string | undefined;
};

interface NewOpportunity {
  readonly row: NewRow;
  readonly customFields: CustomFieldPlan;
}

async function planAll(session: Session, caller: Caller, inputs: readonly OpportunityInput[]) {
  const references = await readReferences(session, caller, inputs);
  const time = changeTimeOf(session, caller);
  return inputs.map((input): Attempt<NewOpportunity> => attempt(() => plan(input, references, caller, time)));
}

function plan(
  input: OpportunityInput,
  references: References,
  { organizationId, userId }: Caller,
  time: ChangeTime,
): NewOpportunity {
  const id = newId('opportunity');
  const status = chooseStatus(references.statuses, input);
  const noDates = { date_won: null, date_lost: null };
  const row: NewRow = {
    ...{ id, organization_id: organizationId, status_id: status.id },
    ...{ lead_id: undefined, contact_id: null, user_id: userId, created_by: userId, updated_by: userId },
    ...{ date_created: toDate(time.moment), date_updated: toDate(time.moment) },
    ...{ ...plainDefaults, ...plainColumns(input) },
    ...{ ...noNote, ...noteAfter(noNote, input) },
    ...datesAfter({ from: null, to: status.type, current: noDates, given: input, time }),
    ...referenceColumns(references, input),
  };
  const owner = { type: 'opportunity', id } as const;
  return { row, customFields: planCustomFields(references.customFields, owner, [], input.customFields ?? []) };
}

async function store(session: Session, caller: Caller, plans: readonly NewOpportunity[]): Promise<void> {
  const leadless = plans.filter(({ row }) => row.lead_id === undefined);
  const untitled = await createUntitledLeads(session, caller, leadless.length);
  const rows = plans.map(({ row }) => row);
  const made = new Map(leadless.map(({ row }, index) => [row.id, untitled[index]]));
  await insertRows(
    session,
    'opportunity',
    rows.map((row) => ({ ...row, lead_id: row.lead_id ?? required(made.get(row.id), 'the new lead') })),
  );
  await storeCustomFields(
    session,
    session.moment.of(caller),
    plans.map(({ customFields }) => customFields),
  );
  await tellCreated(
    session,
    caller.organizationId,
    rows.map(({ id }) => id),
  );
}
