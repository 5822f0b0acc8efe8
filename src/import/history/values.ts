/** What custom fields held, made of what a history tells of them. Fields that it does not tell keep what is known. */
import type { Insertable } from 'kysely';
import { keyOf, type StoredValue } from '../../custom-field/change.ts';
import type { CustomFieldPlan } from '../../custom-field/plan.ts';
import type { Tables } from '../../db/generated/tables.ts';
import { type Instant, toDate, toInstant } from '../../value/period.ts';
import type { Kept } from './kept.ts';
import type { Told } from './told.ts';

export interface ToldValues extends Told {
  /** Of all fields that are told, as if the deal had none. */
  readonly values: CustomFieldPlan['insert'];
  /** Ids of these fields. */
  readonly fields: readonly string[];
}

type ValueVersion = Insertable<Tables['custom_field_version']>;

export interface ValueHistory {
  /** Row keys of versions that are told otherwise. */
  readonly remove: readonly number[];
  readonly insert: readonly ValueVersion[];
  /** What held when it was first seen, and since when it did. */
  readonly begun: readonly {
    readonly table: 'custom_field_value' | 'custom_field_version';
    readonly row_key: number;
    readonly at: Date;
  }[];
}

export function valueHistory(kept: Kept, told: readonly ToldValues[]): ValueHistory {
  const fields = [...new Set(told.flatMap(({ fields }) => fields))];
  const each = fields.map((field) => historyOf(kept, field, told));
  return {
    remove: each.flatMap(({ remove }) => remove),
    insert: each.flatMap(({ insert }) => insert),
    begun: each.flatMap(({ begun }) => begun),
  };
}

interface Stretch {
  readonly values: CustomFieldPlan['insert'];
  readonly from: Instant;
}

function historyOf(kept: Kept, field: string, told: readonly ToldValues[]): ValueHistory {
  const { opportunity, seen, pastValues } = kept;
  const stretches = stretchesOf(kept, field, told);
  const last = stretches.at(-1);
  const held = heldWhenSeen(kept, field);
  const goesOn = last !== undefined && keyOfAll(last.values) === keyOfAll(held);
  const start = toDate(goesOn ? last.from : seen);
  const wanted = (goesOn ? stretches.slice(0, -1) : stretches).flatMap(({ values, from }, index): ValueVersion[] => {
    const end = toDate(stretches[index + 1]?.from ?? seen);
    const span = { valid_from: toDate(from), valid_to: end };
    return values.map(({ lead_id, position = 0, ...value }) => ({
      ...{ organization_id: opportunity.organization_id, ...value, position, opportunity_id: opportunity.id, ...span },
    }));
  });
  const stored = pastValues.filter((one) => one.custom_field_id === field && toInstant(one.valid_to) <= seen);
  const isAlike = stored.map(textOf).sort().join('\n') === wanted.map(textOf).sort().join('\n');
  return {
    remove: isAlike ? [] : stored.map(({ row_key }) => row_key),
    insert: isAlike ? [] : wanted,
    begun: held
      .filter(({ since }) => since?.getTime() !== start.getTime())
      .map(({ table, row_key }) => ({ table, row_key, at: start })),
  };
}

/** From the beginning of the deal on; what is told alike twice is one. */
function stretchesOf({ begin }: Kept, field: string, told: readonly ToldValues[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const [index, { moment, values }] of told.entries()) {
    const own = values.filter(({ custom_field_id }) => custom_field_id === field);
    const before = stretches.at(-1);
    if (before && keyOfAll(before.values) === keyOfAll(own)) continue;
    stretches.push({ values: own, from: index === 0 ? begin : moment });
  }
  return stretches;
}

function heldWhenSeen({ values, pastValues, seen }: Kept, field: string) {
  const holds = (from: Date | null) => from === null || toInstant(from) <= seen;
  const now = values
    .filter((one) => one.custom_field_id === field && holds(one.date_set))
    .map((one) => ({ ...one, table: 'custom_field_value' as const, since: one.date_set }));
  const past = pastValues
    .filter((one) => one.custom_field_id === field && holds(one.valid_from) && toInstant(one.valid_to) > seen)
    .map((one) => ({ ...one, table: 'custom_field_version' as const, since: one.valid_from }));
  return [...now, ...past].sort((a, b) => a.position - b.position);
}

/** A value that is planned has all of its columns. */
const keyOfAll = (values: readonly object[]) => values.map((value) => keyOf(value as StoredValue)).join('\0');

const textOf = (value: object) => {
  const { position, valid_from, valid_to, ...rest } = value as StoredValue & {
    position: number;
    valid_from: Date | null;
    valid_to: Date;
  };
  return JSON.stringify([keyOf(rest), position, valid_from, valid_to]);
};
