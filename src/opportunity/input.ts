/**
 * What can be said of an opportunity. Absent is untouched, or the default of a new one. Null empties a field that may be
 * empty and otherwise means its default; where there is none (an opportunity always has a lead, a status, a date of
 * creation) a new one takes null for absent, and an update refuses it.
 */
import type { Selectable } from 'kysely';
import type { CustomFieldChange } from '../custom-field/change.ts';
import type { Tables } from '../db/generated/tables.ts';
import { invalid, wordOf } from '../value/input.ts';
import { maximumValue, valuePeriods } from '../value/money.ts';
import { type CalendarDate, type Instant, toDate } from '../value/period.ts';

export interface OpportunityInput {
  /** For a new one: the lead of the contact where none is given; without that too, an «Untitled» lead is made. */
  readonly leadId?: string | null;
  /** A person at that lead. Another lead comes without one, unless one of its own is given too. */
  readonly contactId?: string | null;
  /** Who works on it; an active member of the organization. Default: the caller. */
  readonly userId?: string | null;
  readonly statusId?: string | null;
  /** Gives the first status of the pipeline, unless a status (which must be one of its own) is given too. */
  readonly pipelineId?: string | null;
  /** Minor units. */
  readonly value?: bigint | null;
  /** one_time, monthly or annual. Default: one_time. */
  readonly valuePeriod?: string | null;
  /** 0 to 100. Default: 50. */
  readonly confidence?: number | null;
  readonly note?: string | null;
  readonly noteHtml?: string | null;
  readonly dateWon?: CalendarDate | null;
  readonly dateLost?: Instant | null;
  readonly dateCreated?: Instant | null;
  readonly createdById?: string | null;
  readonly customFields?: readonly CustomFieldChange[];
}

export type OpportunityRow = Selectable<Tables['opportunity']>;

const defaults = { value_period: 'one_time', confidence: 50 } as const;

/** The columns that need nothing else to be known. @throws INVALID_INPUT */
export function plainColumns({
  value,
  valuePeriod,
  confidence,
  dateCreated,
}: OpportunityInput): Partial<OpportunityRow> {
  return {
    ...(value !== undefined && { value: checkValue(value) }),
    ...(valuePeriod !== undefined && {
      value_period: wordOf('valuePeriod', valuePeriod ?? defaults.value_period, valuePeriods),
    }),
    ...(confidence !== undefined && { confidence: checkConfidence(confidence ?? defaults.confidence) }),
    ...(dateCreated != null && { date_created: toDate(dateCreated) }),
  };
}

/** What a new opportunity has where nothing is said. */
export const plainDefaults = { value: null, ...defaults } as const;

const alwaysThere = ['leadId', 'statusId', 'pipelineId', 'dateCreated'] as const;

/** @throws INVALID_INPUT */
export function assertNothingMissing(change: OpportunityInput): void {
  const field = alwaysThere.find((name) => change[name] === null);
  if (field) throw invalid(field, `${field} cannot be null: leave it out to keep what it is.`);
}

function checkValue(value: bigint | null): bigint | null {
  if (value === null || (value >= -maximumValue && value <= maximumValue)) return value;
  throw invalid('value', `value must be between -${maximumValue} and ${maximumValue} minor units, not ${value}.`);
}

function checkConfidence(confidence: number): number {
  if (Number.isInteger(confidence) && confidence >= 0 && confidence <= 100) return confidence;
  throw invalid('confidence', `confidence must be a whole number from 0 to 100, not ${confidence}.`);
}
