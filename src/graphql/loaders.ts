/** Objects by id, batched: what group keys and custom fields point to, in one statement a kind however many there are. */
import DataLoader from 'dataloader';
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import type {
  Contact,
  Lead,
  Membership,
  Opportunity,
  OpportunityStatus,
  Pipeline,
} from '../db/generated/postgresql/client.ts';
import { readStatusSince } from '../opportunity/status-since.ts';
import type { Instant } from '../value/period.ts';
import { mine, named } from './by-id.ts';

export interface Loaders {
  readonly user: DataLoader<string, Membership | null>;
  readonly lead: DataLoader<string, Lead | null>;
  readonly contact: DataLoader<string, Contact | null>;
  readonly opportunity: DataLoader<string, Opportunity | null>;
  readonly status: DataLoader<string, OpportunityStatus | null>;
  readonly pipeline: DataLoader<string, Pipeline | null>;
  /** Of an opportunity, when its status last changed; null where it never did. */
  readonly statusSince: DataLoader<string, Instant | null>;
}

export function createLoaders(session: Session, caller: Caller): Loaders {
  const { rows } = session;
  const { organizationId } = caller;
  return {
    user: byKey(
      (ids) => rows.membership.findMany({ where: { organizationId, userId: named(ids) } }),
      ({ userId }) => userId,
    ),
    lead: byId((ids) => rows.lead.findMany({ where: mine(caller, ids) })),
    contact: byId((ids) => rows.contact.findMany({ where: mine(caller, ids) })),
    opportunity: byId((ids) => rows.opportunity.findMany({ where: mine(caller, ids) })),
    status: byId((ids) => rows.opportunityStatus.findMany({ where: mine(caller, ids) })),
    statusSince: new DataLoader(async (ids) => {
      const moments = await readStatusSince(session, organizationId, ids);
      return ids.map((id) => moments.get(id) ?? null);
    }),
    pipeline: byId((ids) => rows.pipeline.findMany({ where: mine(caller, ids) })),
  };
}

type Read<Row> = (ids: readonly string[]) => PromiseLike<readonly Row[]>;

const byId = <Row extends { id: string }>(read: Read<Row>) => byKey(read, ({ id }) => id);

function byKey<Row>(read: Read<Row>, keyOf: (row: Row) => string) {
  return new DataLoader<string, Row | null>(async (ids) => {
    const rows = new Map((await read(ids)).map((row) => [keyOf(row), row]));
    return ids.map((id) => rows.get(id) ?? null);
  });
}
