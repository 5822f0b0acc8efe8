/** The opportunities behind steps, those first whose worth has changed most: for several steps and groups by one statement. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Session } from '../../db/client.ts';
import { DomainError } from '../../errors.ts';
import type { PageRow } from '../../filter/page.ts';
import { groupBy } from '../../value/group-by.ts';
import { keyNames } from '../figures/rows.ts';
import type { RawKey } from '../groups/dimension.ts';
import { keysOf } from '../groups/groups.ts';
import { amongKeys } from '../groups/keys.ts';
import { type Moves, withSteps } from './pairs.ts';
import type { StepKind } from './step.ts';

/** A step of a group; of all, where the keys are none. */
export interface StepOfGroup {
  readonly kind: StepKind;
  readonly keys: readonly RawKey[];
}

interface MoveRow {
  readonly id: string;
  readonly step: StepKind;
  readonly value_change: number | bigint;
  readonly weighted_change: number | bigint;
  readonly [key: `key_${number}`]: RawKey;
}

export const stepId = ({ kind, keys }: StepOfGroup): string => JSON.stringify([kind, ...keys]);

/** By `stepId`, at most so many of each. @throws INVALID_CURSOR */
export async function readMovesOfEach(
  session: Session,
  moves: Moves,
  steps: readonly StepOfGroup[],
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): Promise<ReadonlyMap<string, readonly PageRow[]>> {
  const { dialect } = session;
  const keys = keyNames(moves.by.length);
  const kinds = [...new Set(steps.map(({ kind }) => kind))];
  const ofGroup = moves.by.map((_, index) => amongKeys(dialect, index, steps));
  const change = (figure: string) =>
    sql`abs(coalesce(${sql.ref(`is_${figure}`)}, 0) - coalesce(${sql.ref(`was_${figure}`)}, 0))`;
  const beyond = after === undefined ? sql`true` : beyondCursor(after);
  const { rows } = await sql<MoveRow>`
    ${withSteps(moves)}
    select * from (
      select moved.*, row_number() over (
        partition by ${sql.join([sql`step`, ...keys])} order by value_change desc, weighted_change desc, id
      ) as place from (
        select ${sql.join([sql`id, step`, ...keys])}, ${change('annualized')} as value_change,
          ${change('annualized_weighted')} as weighted_change
        from step where ${sql.join([dialect.isOneOf(sql.ref('step'), kinds), ...ofGroup], sql` and `)}
      ) as moved where ${beyond}
    ) as placed where place <= ${limit} order by place`.execute(session.kysely);
  const found = groupBy(rows, (row) => stepId({ kind: row.step, keys: keysOf(row) }));
  return new Map([...found].map(([id, own]) => [id, own.map((row) => ({ id: row.id, cursor: cursorOf(row) }))]));
}

const mark = 'move';
const amount = z.string().regex(/^\d{1,18}$/);
const cursorShape = z.tuple([z.literal(mark), amount, amount, z.string().regex(/^[\x21-\x7e]{1,100}$/)]);

const cursorOf = ({ value_change, weighted_change, id }: MoveRow): string =>
  Buffer.from(JSON.stringify([mark, String(value_change), String(weighted_change), id])).toString('base64url');

function beyondCursor(cursor: string) {
  const [, value, weighted, id] = parse(cursor);
  const [byValue, byWeighted] = [sql.ref('value_change'), sql.ref('weighted_change')];
  return sql`(${byValue} < ${BigInt(value)} or (${byValue} = ${BigInt(value)} and (${byWeighted} < ${BigInt(weighted)}
    or (${byWeighted} = ${BigInt(weighted)} and id > ${id}))))`;
}

function parse(cursor: string) {
  try {
    return cursorShape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    const message = 'The cursor is not one of ours. Use one of an earlier answer of the same step, or null to begin.';
    throw new DomainError('INVALID_CURSOR', message, { path: ['after'] });
  }
}
