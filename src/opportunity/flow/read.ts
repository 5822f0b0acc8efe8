/** The parts of a flow, each read when first asked for; those that are asked for together, by one statement over one walk. */
import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Session } from '../../db/client.ts';
import type { Flow } from './flow.ts';
import { type Middles, middlesOf, selectMiddles } from './middle.ts';
import { type Passage, passagesOf, selectPassages } from './passage.ts';
import { type Reached, reachedOf, selectReached } from './reached.ts';
import type { FlowPart, FlowRow } from './row.ts';
import { withStays } from './stay.ts';

/** By the ids of the statuses. */
export interface FlowParts {
  passages(): Promise<ReadonlyMap<string, Passage>>;
  middles(): Promise<ReadonlyMap<string, Middles>>;
  reached(): Promise<ReadonlyMap<string, Reached>>;
}

const selects = { passages: selectPassages, middles: selectMiddles, reached: selectReached };

export function partsOf(session: Session, flow: Flow): FlowParts {
  const rows = new DataLoader<FlowPart, readonly FlowRow[]>(async (parts) => {
    const found = await readParts(session, flow, parts);
    return parts.map((part) => found.filter((row) => row.part === part));
  });
  return {
    passages: async () => passagesOf(await rows.load('passages')),
    middles: async () => middlesOf(await rows.load('middles')),
    reached: async () => reachedOf(await rows.load('reached')),
  };
}

/** To find out who stood where costs far more than what is then counted. */
async function readParts({ kysely, dialect }: Session, flow: Flow, parts: readonly FlowPart[]) {
  const asked = parts.map((part) => sql`select * from (${selects[part](flow, dialect)}) as ${sql.ref(part)}`);
  const { rows } = await sql<FlowRow>`${withStays(flow)} ${sql.join(asked, sql` union all `)}`.execute(kysely);
  return rows;
}
