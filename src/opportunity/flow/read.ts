/** The parts of a flow that are asked for together, by one statement over one walk. */
import { sql } from 'kysely';
import type { Session } from '../../db/client.ts';
import type { Flow } from './flow.ts';
import { type Middles, middlesOf, selectMiddles } from './middle.ts';
import { type Passage, passagesOf, selectPassages } from './passage.ts';
import { type Reached, reachedOf, selectReached } from './reached.ts';
import type { FlowPart, FlowRow } from './row.ts';
import { withStays } from './stay.ts';

/** By the ids of the statuses; those that were not asked for are empty. */
export interface FlowParts {
  readonly passages: ReadonlyMap<string, Passage>;
  readonly middles: ReadonlyMap<string, Middles>;
  readonly reached: ReadonlyMap<string, Reached>;
}

const selects = { passages: selectPassages, middles: selectMiddles, reached: selectReached };

/** To find out who stood where costs far more than what is then counted. */
export async function readFlowParts(session: Session, flow: Flow, parts: readonly FlowPart[]): Promise<FlowParts> {
  const { kysely, dialect } = session;
  const asked = parts.map((part) => sql`select * from (${selects[part](flow, dialect)}) as ${sql.ref(part)}`);
  const { rows } = await sql<FlowRow>`${withStays(flow)} ${sql.join(asked, sql` union all `)}`.execute(kysely);
  const of = (part: FlowPart) => rows.filter((row) => row.part === part);
  return {
    passages: passagesOf(of('passages')),
    middles: middlesOf(of('middles')),
    reached: reachedOf(of('reached')),
  };
}
