/** The demo organization itself: its pipelines, and the people who sell. */
import type { Session } from '../../src/db/client.ts';
import { createApiKey } from '../../src/organization/api-key.ts';
import { addSalesProcess, organizationRow } from '../../src/organization/create.ts';
import { addMembers, type NewMember } from '../../src/organization/member.ts';
import type { Status } from '../../src/pipeline/statuses.ts';
import type { Instant } from '../../src/value/period.ts';
import { type DemoPipeline, demoProcess, habits } from './process.ts';
import type { Random } from './random.ts';

const size = 8;

export interface Team {
  readonly organizationId: string;
  readonly userIds: readonly string[];
  readonly pipelines: readonly DemoPipeline[];
  /** Before the first deal. */
  readonly founded: Instant;
  /** In their order: potential, qualified, customer, bad fit. */
  readonly leadStatusIds: readonly string[];
}

/** @returns undefined when another process has just created it: its id is the same wherever it is made */
export async function createTeam(
  session: Session,
  random: Random,
  key: string,
  founded: Instant,
): Promise<Team | undefined> {
  const making = { now: founded, makeId: random.makeId };
  const organization = organizationRow('Demo', 'USD', making);
  const inserted = await session.kysely
    .insertInto('organization')
    .values(organization)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return undefined;
  const organizationId = organization.id;
  const process = await addSalesProcess(session, organizationId, demoProcess, making);
  const userIds = await addMembers(session, organizationId, createPeople(random), making);
  const [userId = ''] = userIds;
  await createApiKey(session, { organizationId, userId, name: 'Demo key', key }, making);
  return {
    organizationId,
    founded,
    userIds,
    pipelines: process.pipelines.map(demoPipeline),
    leadStatusIds: process.leadStatuses.map(({ id }) => id),
  };
}

/** The first is the administrator. No two have the same name. */
function createPeople(random: Random): readonly NewMember[] {
  const people = new Map<string, NewMember>();
  while (people.size < size) {
    const [firstName, lastName] = [random.faker.person.firstName(), random.faker.person.lastName()];
    const email = `${firstName}.${lastName}@demo.example`.toLowerCase();
    people.set(email, { firstName, lastName, email, role: people.size === 0 ? 'admin' : 'user' });
  }
  return [...people.values()];
}

type CreatedPipeline = Awaited<ReturnType<typeof addSalesProcess>>['pipelines'][number];

function demoPipeline({ pipeline, statuses }: CreatedPipeline): DemoPipeline {
  const all = statuses.map(
    ({ id, label, label_folded, type }): Status => ({
      ...{ id, label, labelFolded: label_folded, type, pipelineId: pipeline.id, pipelineName: pipeline.name },
    }),
  );
  const [won, lost] = [all.find(({ type }) => type === 'won'), all.find(({ type }) => type === 'lost')];
  const usual = habits[pipeline.name];
  if (!won || !lost || !usual) throw new Error(`the demo pipeline ${pipeline.name} is not complete`);
  return { habits: usual, active: all.filter(({ type }) => type === 'active'), won, lost };
}
