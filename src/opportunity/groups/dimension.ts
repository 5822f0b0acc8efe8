/**
 * What opportunities and their changes of status can be grouped by. A dimension is a key in SQL, what a key means, and the filter that finds its rows
 * again. Keys are text; null is the group of those without the value, and always comes last.
 */
import { type RawBuilder, sql } from 'kysely';
import type { CustomFieldDefinition } from '../../custom-field/definition.ts';
import { customFieldName } from '../../custom-field/table.ts';
import type { Dialect } from '../../db/dialect.ts';
import { at, DomainError } from '../../errors.ts';
import { compareWithDays } from '../../filter/compare-instant.ts';
import type { Scope } from '../../filter/field.ts';
import { and, type Filter, type Operator } from '../../filter/filter.ts';
import { fieldOf, type Where } from '../../filter/where.ts';
import { valuePeriods } from '../../value/money.ts';
import { type CalendarDate, type Granularity, periodOf, type WeekStart, type Zone } from '../../value/period.ts';
import { statusTypes } from '../../value/status-type.ts';
import { type Calendar, type InstantField, localDay } from '../calendar.ts';

export type DateField = 'date_won' | InstantField;

/** Of fields that hold ids: of what. */
export const entityOf = {
  ...({ user_id: 'user', lead_id: 'lead', status_id: 'status', pipeline_id: 'pipeline' } as const),
  ...({ old_status_id: 'status', new_status_id: 'status' } as const),
  ...({ old_pipeline_id: 'pipeline', new_pipeline_id: 'pipeline' } as const),
};
export type EntityField = keyof typeof entityOf;

/** Of fields that hold words: which, in their order. */
export const wordsOf = {
  ...{ status_type: statusTypes, old_status_type: statusTypes, new_status_type: statusTypes },
  ...{ value_period: valuePeriods },
};
export type WordField = keyof typeof wordsOf;

export type GroupBy =
  | { readonly kind: 'entity'; readonly field: EntityField }
  | { readonly kind: 'word'; readonly field: WordField }
  | {
      readonly kind: 'date';
      readonly field: DateField;
      readonly granularity: Granularity;
      readonly weekStart: WeekStart;
    }
  | { readonly kind: 'custom'; readonly definition: CustomFieldDefinition };

/** A key that is a field as it is. */
export const keyOfField = (field: EntityField | WordField): GroupBy =>
  field in wordsOf ? { kind: 'word', field: field as WordField } : { kind: 'entity', field: field as EntityField };

/** The raw key of a group in one dimension: an id, a word, a choice, or the first day of a period. */
export type RawKey = string | null;

/** @throws INVALID_GROUPS, GROUP_FIELD_MULTIVALUED with the place of the key as its path */
export function assertGroupable(by: readonly GroupBy[]): void {
  if (by.length < 1 || by.length > 3) {
    throw new DomainError('INVALID_GROUPS', `Group by one, two or three keys, not ${by.length}.`);
  }
  const names = by.map(fieldNameOf);
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index && !isDate(by[index]));
  if (twice >= 0) {
    const message = `Grouped by ${names[twice]} twice: each key must be another one.`;
    throw new DomainError('INVALID_GROUPS', message, { path: [twice] });
  }
  for (const [index, key] of by.entries()) {
    if (key.kind === 'custom') at(index, () => assertCustomGroupable(key.definition));
  }
}

const isDate = (key: GroupBy | undefined) => key?.kind === 'date';

function assertCustomGroupable({ name, type, acceptsMultipleValues }: CustomFieldDefinition): void {
  if (type !== 'choices' && type !== 'user') {
    const message = `Custom field ${JSON.stringify(name)} is of type ${type}: groups are made by choices and users.`;
    throw new DomainError('INVALID_GROUPS', message);
  }
  if (acceptsMultipleValues) {
    const message = `Custom field ${JSON.stringify(name)} may have several values, so that its groups would overlap.`;
    throw new DomainError('GROUP_FIELD_MULTIVALUED', message);
  }
}

/** The instants whose periods are among the keys: for those it matters what clocks show. */
export function instantsOf(by: readonly GroupBy[]): readonly InstantField[] {
  const fields = by.flatMap((key) => (key.kind === 'date' && key.field !== 'date_won' ? [key.field] : []));
  return [...new Set(fields)];
}

/** The field of the table that a key is made of. */
export function fieldNameOf(key: GroupBy): string {
  return key.kind === 'custom' ? customFieldName(key.definition.id) : key.field;
}

/** The key as an SQL expression of a row of `where`. */
export function keyExpression(key: GroupBy, where: Where, calendar: Calendar): RawBuilder<RawKey> {
  const { scope } = where;
  switch (key.kind) {
    case 'entity':
    case 'word':
      return sortable(where, key.field);
    case 'custom':
      return customKey(key.definition, scope);
    case 'date': {
      const stored = sortable(where, key.field);
      const day = key.field === 'date_won' ? stored : localDay(scope.dialect, stored, calendar);
      return startOfPeriod(scope.dialect, day, key);
    }
  }
}

function sortable(where: Where, field: string): RawBuilder<RawKey> {
  const expression = fieldOf(where.table, field).sort?.(where.scope);
  if (!expression) throw new Error(`${field} has no single value`);
  return expression as RawBuilder<RawKey>;
}

/** Choices are grouped folded, as filters compare them; `group-names.ts` finds how they were written. */
function customKey({ id, type }: CustomFieldDefinition, { alias, organizationId }: Scope): RawBuilder<RawKey> {
  const column = type === 'user' ? sql.ref('v.user_id') : sql`nullif(v.text_folded, '')`;
  return sql`(select ${column} from custom_field_value as v where v.organization_id = ${organizationId} and v.custom_field_id = ${id} and v.opportunity_id = ${sql.ref(`${alias}.id`)} limit 1)`;
}

type DateKey = Extract<GroupBy, { kind: 'date' }>;

function startOfPeriod(
  dialect: Dialect,
  day: RawBuilder<RawKey>,
  { granularity, weekStart }: DateKey,
): RawBuilder<RawKey> {
  switch (granularity) {
    case 'day':
      return day;
    case 'week':
      return dialect.startOfWeek(day, weekStart);
    case 'month':
      return sql`substr(${day}, 1, 7) || '-01'`;
    case 'quarter': {
      const quarter = sql`(cast(substr(${day}, 6, 2) as integer) - 1) / 3`;
      return sql`substr(${day}, 1, 5) || substr('01040710', ${quarter} * 2 + 1, 2) || '-01'`;
    }
    case 'year':
      return sql`substr(${day}, 1, 4) || '-01-01'`;
  }
}

/** The filter that finds the rows of a group again, without the one the groups were made under. */
export function filterOfGroup(by: readonly GroupBy[], keys: readonly RawKey[], zone: Zone): Filter {
  return and(...by.map((key, index) => filterOfKey(key, keys[index] ?? null, zone)));
}

function filterOfKey(key: GroupBy, raw: RawKey, zone: Zone): Filter {
  const field = fieldNameOf(key);
  if (raw === null) return { kind: 'not', filter: { kind: 'present', field } };
  if (key.kind !== 'date') return { kind: 'compare', field, operator: 'eq', value: raw };
  const { start, end } = periodOf(raw as CalendarDate, key.granularity, key.weekStart);
  if (key.field !== 'date_won') return compareWithDays(field, 'eq', { first: start, last: end }, zone);
  const compare = (operator: Operator, value: CalendarDate): Filter => ({ kind: 'compare', field, operator, value });
  return and(compare('gte', start), compare('lte', end));
}
