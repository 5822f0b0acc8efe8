/** What a movement is asked of: the two moments, and one compiled filter for both. */
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { and, type Filter } from '../../filter/filter.ts';
import type { Where } from '../../filter/where.ts';
import { openCalendar } from '../../opportunity/calendar.ts';
import {
  fieldNameOf,
  filterOfGroup,
  type GroupBy,
  instantsOf,
  type RawKey,
} from '../../opportunity/groups/dimension.ts';
import { type Movement, readMovements } from '../../opportunity/movement/movement.ts';
import type { Moves } from '../../opportunity/movement/pairs.ts';
import { assertKept, openPast, type Past } from '../../opportunity/past/past.ts';
import { readSnapshots, type Snapshot } from '../../opportunity/past/snapshot.ts';
import { invalid } from '../../value/input.ts';
import { formatInstant, type Instant, type Zone } from '../../value/period.ts';
import { lazy } from '../connection/connection.ts';
import { type Context, openWhere, withFields } from '../context.ts';
import { type ListArguments, openList } from '../opportunity/list.ts';

export interface Pasts {
  readonly from: Past;
  readonly to: Past;
}

export interface MovementSource {
  readonly pasts: Pasts;
  readonly where: Where;
  readonly zone: Zone;
  readonly by: readonly GroupBy[];
  /** What an opportunity was; null where it was not there. */
  readonly snapshots: { readonly from: SnapshotLoader; readonly to: SnapshotLoader };
  /** Of all that match, whatever they are grouped by. */
  all(): Promise<Movement>;
  /** The same where somebody has asked for it in this turn: it holds what matched at either moment, which need not be read again. */
  allIfRead(): Promise<Movement | undefined>;
  moves(by: readonly GroupBy[]): Promise<Moves>;
}

export type SnapshotLoader = DataLoader<string, Snapshot | null>;

export interface MovementArguments extends ListArguments {
  readonly from: Instant;
  readonly to?: Instant | null | undefined;
}

export async function openMovement(
  context: Context,
  args: MovementArguments,
  info: Pick<GraphQLResolveInfo, 'schema'>,
  by: readonly GroupBy[],
): Promise<MovementSource> {
  const pasts = await openPasts(context, args);
  const { where, zone } = await openList(context, args, info, pasts.to);
  return movementOf(context, { pasts, where, zone, by });
}

/** Of a filter that is known already: of a step of an earlier answer. */
export async function reopenMovement(
  context: Context,
  moments: Pick<MovementArguments, 'from' | 'to'>,
  filter: Filter,
): Promise<MovementSource> {
  const pasts = await openPasts(context, moments);
  const where = await openWhere(context, 'opportunity', filter, [], pasts.to);
  return movementOf(context, { pasts, where, zone: context.caller.zone, by: [] });
}

/** @throws INVALID_INPUT with the path `from` or `to` */
async function openPasts({ session, caller }: Context, { from, to }: MovementArguments): Promise<Pasts> {
  const until = to ?? caller.now;
  if (from > until) {
    throw invalid('from', `from (${formatInstant(from)}) must not be later than to (${formatInstant(until)}).`);
  }
  const end = await openPast(session, caller, until, 'to');
  return { from: await openPast(session, caller, from, 'from'), to: end };
}

function movementOf(context: Context, given: Pick<MovementSource, 'pasts' | 'where' | 'zone' | 'by'>): MovementSource {
  const { pasts, where, zone } = given;
  assertKept(where.filter);
  const moves = async (by: readonly GroupBy[]): Promise<Moves> => {
    const fitting = await withFields(context, where, by.map(fieldNameOf));
    const calendar = ({ session }: Past) => openCalendar(session, fitting, instantsOf(by), zone);
    return {
      ...{ from: pasts.from.moment, to: pasts.to.moment, where: fitting, by },
      calendars: { from: await calendar(pasts.from), to: await calendar(pasts.to) },
    };
  };
  let isRead = false;
  const all = lazy(async () => {
    isRead = true;
    const [movement] = await readMovements(context.session, await moves([]));
    return movement ?? { keys: [], steps: [] };
  });
  const allIfRead = async () => {
    // Siblings are resolved in the same turn: whoever wants the steps has said so by the next.
    await Promise.resolve();
    return isRead ? all() : undefined;
  };
  const snapshotsAt = (past: Past): SnapshotLoader =>
    new DataLoader(async (ids) => {
      const found = await readSnapshots(past, context.caller.organizationId, ids);
      const byId = new Map(found.map((snapshot) => [snapshot.id, snapshot]));
      return ids.map((id) => byId.get(id) ?? null);
    });
  return { ...given, all, allIfRead, moves, snapshots: { from: snapshotsAt(pasts.from), to: snapshotsAt(pasts.to) } };
}

/** What matches and is in a group. */
export const filterOf = ({ where, by, zone }: MovementSource, keys: readonly RawKey[]): Filter =>
  and(where.filter, filterOfGroup(keys.length === 0 ? [] : by, keys, zone));
