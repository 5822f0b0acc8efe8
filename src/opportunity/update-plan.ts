/** What an update comes to, given the row as it is: pure, so that a thousand rows are planned without a statement. */
import { assertCustomFields, type CustomFieldPlan, planCustomFields, type StoredRow } from '../custom-field/plan.ts';
import { differences } from '../db/versioned.ts';
import { chooseStatus, type Status, statusById } from '../pipeline/statuses.ts';
import { assertNothingMissing, type OpportunityInput, type OpportunityRow, plainColumns } from './input.ts';
import { noNote, noteAfter } from './note.ts';
import { type References, referenceColumns } from './references.ts';
import { type ChangeTime, datesAfter } from './status-rules.ts';

export interface PlannedUpdate {
  readonly row: OpportunityRow;
  /** Only the columns that differ from the row; empty where nothing changes. */
  readonly patch: Partial<OpportunityRow>;
  readonly customFields: CustomFieldPlan;
  /** The custom fields of the row as they are. */
  readonly stored: readonly StoredRow[];
  readonly statusChange: { readonly from: Status; readonly to: Status } | null;
}

/** @throws INVALID_INPUT */
export function planUpdate(
  row: OpportunityRow,
  stored: readonly StoredRow[],
  change: OpportunityInput,
  references: References,
  time: ChangeTime,
): PlannedUpdate {
  assertNothingMissing(change);
  const from = statusById(references.statuses, row.status_id);
  const to = statusAfter(from, change, references);
  const wanted: Partial<OpportunityRow> = {
    ...plainColumns(change),
    ...noteAfter(row, change),
    ...referenceColumns(references, change, row),
    ...datesAfter({ from: from.type, to: to.type, current: row, given: change, time }),
    status_id: to.id,
  };
  return {
    row,
    patch: differences(row, wanted),
    customFields: planFields(row, stored, change, references),
    stored,
    statusChange: to.id === from.id ? null : { from, to },
  };
}

/** Says what is wrong with a change before there is a row to make it to. @throws INVALID_INPUT */
export function assertChange(change: OpportunityInput, references: References): void {
  assertNothingMissing(change);
  plainColumns(change);
  noteAfter(noNote, change);
  referenceColumns(references, change);
  chooseStatus(references.statuses, change);
  assertCustomFields(references.customFields, 'opportunity', change.customFields ?? []);
}

export const changesNothing = ({ patch, customFields }: PlannedUpdate): boolean =>
  Object.keys(patch).length === 0 && customFields.changed.length === 0;

/** Programs that send back whole objects name the pipeline too: where it is the same, the status stays. */
function statusAfter(from: Status, { statusId, pipelineId }: OpportunityInput, { statuses }: References): Status {
  const stays = statusId === undefined && (pipelineId === undefined || pipelineId === from.pipelineId);
  return stays ? from : chooseStatus(statuses, { statusId, pipelineId });
}

function planFields(
  { id }: OpportunityRow,
  stored: readonly StoredRow[],
  { customFields = [] }: OpportunityInput,
  references: References,
): CustomFieldPlan {
  return planCustomFields(references.customFields, { type: 'opportunity', id }, stored, customFields);
}
