/** A new organization, furnished as a sales team would want to find it: a pipeline to work in, statuses for its leads. */
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { DomainError } from '../errors.ts';
import { type IdKind, newId } from '../value/id.ts';
import { type Instant, toDate } from '../value/period.ts';
import type { StatusType } from '../value/status-type.ts';
import { assertText, fold } from '../value/text.ts';

/** The moment and the ids of what is created; demo data hands in its own ids, which are the same in each run. */
export interface Making {
  readonly now: Instant;
  /** @default newId */
  readonly makeId?: (kind: IdKind) => string;
}

export const defaultCurrency = 'USD';

export interface NewOrganization {
  readonly name: string;
  /** ISO 4217. @default defaultCurrency */
  readonly currency?: string;
  /** @default salesProcess */
  readonly process?: SalesProcess;
}

export interface SalesProcess {
  readonly pipelines: readonly {
    readonly name: string;
    readonly statuses: readonly (readonly [string, StatusType])[];
  }[];
  readonly leadStatuses: readonly string[];
}

/** What an organization starts with; the first of each list is the default. */
export const salesProcess: SalesProcess = {
  pipelines: [
    {
      name: 'Sales',
      statuses: [
        ['Active', 'active'],
        ['Won', 'won'],
        ['Lost', 'lost'],
      ],
    },
  ],
  leadStatuses: ['Potential', 'Bad Fit', 'Qualified', 'Customer'],
};

/** @returns the id of the organization. It has no users yet: see `addMembers`. */
export async function createOrganization(
  session: Session,
  { name, currency = defaultCurrency, process = salesProcess }: NewOrganization,
  making: Making,
): Promise<string> {
  const organization = organizationRow(name, currency, making);
  await session.kysely.insertInto('organization').values(organization).execute();
  await addSalesProcess(session, organization.id, process, making);
  return organization.id;
}

export function organizationRow(name: string, currency: string, { now, makeId = newId }: Making) {
  const trimmed = assertText(name, 255).trim();
  if (trimmed === '') throw new DomainError('INVALID_INPUT', 'An organization needs a name.', { path: ['name'] });
  if (!Intl.supportedValuesOf('currency').includes(currency)) {
    const message = `${JSON.stringify(currency)} is no currency. Use an ISO 4217 code such as "USD".`;
    throw new DomainError('INVALID_INPUT', message, { path: ['currency'] });
  }
  return { id: makeId('organization'), name: trimmed, currency, ...createdAt(now) };
}

/** @returns the pipelines with their statuses, and the lead statuses, each with its new id. */
export async function addSalesProcess(
  session: Session,
  organizationId: string,
  process: SalesProcess,
  { now, makeId = newId }: Making,
) {
  const named = (name: string, position: number) => ({ name, name_folded: fold(name), position });
  const labelled = (label: string, position: number) => ({ label, label_folded: fold(label), position });
  const owned = { organization_id: organizationId, ...createdAt(now) };
  const pipelines = process.pipelines.map(({ name, statuses }, position) => {
    const pipeline = { id: makeId('pipeline'), ...named(name, position), ...owned };
    return {
      pipeline,
      statuses: statuses.map(([label, type], place) => ({
        ...{ id: makeId('status'), pipeline_id: pipeline.id, type, ...labelled(label, place), ...owned },
      })),
    };
  });
  const leadStatuses = process.leadStatuses.map((label, position) => ({
    ...{ id: makeId('status'), ...labelled(label, position), ...owned },
  }));
  await insertRows(
    session,
    'pipeline',
    pipelines.map(({ pipeline }) => pipeline),
  );
  await insertRows(
    session,
    'opportunity_status',
    pipelines.flatMap(({ statuses }) => statuses),
  );
  await insertRows(session, 'lead_status', leadStatuses);
  return { pipelines, leadStatuses };
}

const createdAt = (now: Instant) => ({ date_created: toDate(now), date_updated: toDate(now) });
