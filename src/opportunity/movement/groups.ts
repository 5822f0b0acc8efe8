/** Movements of groups, named and in the order of their keys. */
import type { Session } from '../../db/client.ts';
import type { Group } from '../groups/group.ts';
import { readNamesOfKeys } from '../groups/names.ts';
import { type GroupOrder, inOrder } from '../groups/order.ts';
import { closingOf, type Movement, readMovements } from './movement.ts';
import type { Moves } from './pairs.ts';

/** Its totals are those that it closes with. */
export interface MovementGroup extends Group {
  readonly movement: Movement;
}

export const byKey: GroupOrder = { by: 'key', descending: false };

/** Names are looked for at the second moment, and at the first for what was gone by then. */
export async function readMovementGroups(
  session: Session,
  moves: Moves,
  pasts: { readonly from: Session; readonly to: Session },
): Promise<readonly MovementGroup[]> {
  const movements = await readMovements(session, moves);
  const { organizationId } = moves.where.scope;
  const then = await readNamesOfKeys(pasts.from, organizationId, moves.by, movements);
  const now = await readNamesOfKeys(pasts.to, organizationId, moves.by, movements);
  const nameOf = (key: string, index: number) => {
    const name = now[index]?.(key);
    return name === undefined || name.label === key ? then[index]?.(key) : name;
  };
  const groups = movements.map((movement) => ({
    keys: movement.keys,
    names: movement.keys.map((key, index) => (key === null ? null : (nameOf(key, index) ?? null))),
    known: { totals: closingOf(movement) },
    movement,
  }));
  return inOrder(groups, byKey);
}
