/** A row of the file as a change of what is stored: of the opportunity, of its custom values, or of neither. */
import type { CustomFieldPlan } from '../custom-field/plan.ts';
import { differences } from '../db/versioned.ts';
import type { Status } from '../pipeline/statuses.ts';
import { newId } from '../value/id.ts';
import { contactKey } from './contacts.ts';
import type { PlanValues } from './custom-values.ts';
import type { Problem } from './file/problem.ts';
import { type OpportunityColumns, opportunityColumns } from './opportunity.ts';
import type { ImportRow } from './row.ts';
import type { EnsuredStatuses } from './statuses.ts';
import type { Stored } from './stored.ts';
import type { Target } from './target.ts';

/** A row that can go in, before its lead is known. */
export interface Judged {
  readonly row: ImportRow;
  readonly id: string;
  readonly stored: Stored | undefined;
  readonly customFields: CustomFieldPlan;
}

export interface Placed extends Judged {
  readonly leadId: string;
}

export interface Change extends Judged {
  readonly status: Status;
  readonly columns: OpportunityColumns;
}

export function judge(row: ImportRow, stored: Stored | undefined, planValues: PlanValues): Judged | Problem {
  const id = stored?.opportunity.id ?? newId('opportunity');
  const customFields = planValues(row, id, stored?.values ?? []);
  return 'reason' in customFields ? customFields : { row, id, stored, customFields };
}

/** Where the names of a row lead. */
export interface Names {
  readonly statuses: EnsuredStatuses;
  /** Ids by full name. */
  readonly users: ReadonlyMap<string, string>;
  /** Ids by `contactKey`. */
  readonly contacts: ReadonlyMap<string, string>;
}

export function changeOf({ leadId, ...judged }: Placed, { statuses, users, contacts }: Names, target: Target): Change {
  const { row, stored } = judged;
  const idOf = (ids: ReadonlyMap<string, string>, name: string | null | undefined) => name && ids.get(name);
  const status = statuses.of(row, stored?.opportunity.status_id);
  const references = {
    leadId,
    contactId: idOf(contacts, row.contact_name && contactKey({ leadId, name: row.contact_name })),
    userId: idOf(users, row.user_name),
    createdById: idOf(users, row.created_by_name),
    authorId: target.authorId,
    status,
    storedType: stored && statuses.byId(stored.opportunity.status_id).type,
  };
  return { ...judged, status, columns: opportunityColumns(row, stored?.opportunity, references, target.now) };
}

/** Nothing new: the row was imported before, and neither it nor the opportunity has changed in what it says. */
export function changesNothing({ stored, columns, customFields }: Change): boolean {
  if (!stored || customFields.changed.length > 0) return false;
  return Object.keys(differences(stored.opportunity, columns)).length === 0;
}
