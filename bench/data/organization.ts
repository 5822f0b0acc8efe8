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
}

const founded = Date.UTC(2022, 11, 1) as Instant;
const people = 50;

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

export async function createBenchOrganization(session: Session, deals: number): Promise<BenchOrganization> {
  let made = 0;
  const making = { now: founded, makeId: (kind: IdKind) => idOf(kind, made++) };
  const id = await createOrganization(session, { name: 'Bench', process: { pipelines: [], leadStatuses: [] } }, making);
  const { pipelines, leadStatuses } = await addSalesProcess(session, id, sales, making);
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
    deals,
    leads: Math.max(1, Math.floor(deals / 10)),
  };
}
