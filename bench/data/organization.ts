/** An organization to measure: fifty people, two pipelines of five statuses, an API key. */
import type { Session } from '../../src/db/client.ts';
import { createApiKey } from '../../src/organization/api-key.ts';
import { addSalesProcess, createOrganization, type SalesProcess } from '../../src/organization/create.ts';
import { addMembers } from '../../src/organization/member.ts';
import type { IdKind } from '../../src/value/id.ts';
import type { Instant } from '../../src/value/period.ts';
import type { StatusType } from '../../src/value/status-type.ts';
import { idOf } from './chance.ts';

export interface Status {
  readonly id: string;
  readonly label: string;
  readonly type: StatusType;
  readonly pipelineId: string;
  readonly pipelineName: string;
}

export interface BenchOrganization {
  readonly id: string;
  readonly apiKey: string;
  readonly userIds: readonly [string, ...string[]];
  readonly statuses: readonly [Status, ...Status[]];
  readonly leadStatusId: string;
  readonly deals: number;
  readonly leads: number;
  /** Its rows are numbered from here on: no two organizations share one. */
  readonly firstDeal: number;
  readonly firstLead: number;
}

/** How large it is, and how many rows there are before it. */
export interface Place {
  readonly deals: number;
  readonly firstDeal: number;
  readonly firstLead: number;
  /** How many organizations there are before it. */
  readonly number: number;
}

const founded = Date.UTC(2022, 11, 1) as Instant;
/** One for each twenty deals; with its pipelines an organization has fewer objects than are set aside for it. */
const mostPeople = 50;
const setAside = 1000;

/** Its leads are a tenth of its deals. */
export const leadsOf = (deals: number): number => Math.max(1, Math.floor(deals / 10));

/** The measured one, and after it so many others: of a thousand the largest has 30,000 deals, the second half as many, the third a third. */
export function placesOf(deals: number, others: number): readonly Place[] {
  const sizes = [deals, ...Array.from({ length: others }, (_, i) => Math.max(1, Math.floor((30 * others) / (i + 1))))];
  let [firstDeal, firstLead] = [0, 0];
  return sizes.map((size, number) => {
    const place = { deals: size, firstDeal, firstLead, number };
    firstDeal += size;
    firstLead += leadsOf(size);
    return place;
  });
}

const sales: SalesProcess = {
  pipelines: ['Sales', 'Renewals'].map((name) => ({
    name,
    statuses: [
      [`${name} Lead`, 'active'],
      [`${name} Demo`, 'active'],
      [`${name} Offer`, 'active'],
      [`${name} Won`, 'won'],
      [`${name} Lost`, 'lost'],
    ],
  })),
  leadStatuses: ['Potential', 'Customer'],
};

export async function createBenchOrganization(session: Session, place: Place): Promise<BenchOrganization> {
  const { deals, firstDeal, firstLead, number } = place;
  let made = number * setAside;
  const making = { now: founded, makeId: (kind: IdKind) => idOf(kind, made++) };
  const id = await createOrganization(
    session,
    { name: number === 0 ? 'Bench' : `Bench ${number}`, process: { pipelines: [], leadStatuses: [] } },
    making,
  );
  const { pipelines, leadStatuses } = await addSalesProcess(session, id, sales, making);
  const people = number === 0 ? mostPeople : Math.min(mostPeople, Math.ceil(deals / 20));
  const members = Array.from({ length: people }, (_, i) => ({
    ...{ firstName: 'Person', lastName: `No. ${i}`, role: i === 0 ? ('admin' as const) : ('user' as const) },
  }));
  const userIds = await addMembers(session, id, members, making);
  const [admin = ''] = userIds;
  const key = { organizationId: id, userId: admin, name: 'bench', key: idOf('apiKey', made++) };
  return {
    id,
    apiKey: await createApiKey(session, key, making),
    userIds: userIds as [string, ...string[]],
    statuses: pipelines.flatMap(({ pipeline, statuses }) =>
      statuses.map((status) => ({ ...status, pipelineId: pipeline.id, pipelineName: pipeline.name })),
    ) as unknown as readonly [Status, ...Status[]],
    leadStatusId: leadStatuses[0]?.id ?? '',
    ...{ deals, leads: leadsOf(deals), firstDeal, firstLead },
  };
}
