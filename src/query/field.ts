/** What a name in a search stands for: one of the core's fields, two that identify the same thing, or another object's. */
import type { Filter } from '../filter/filter.ts';
import type { IdKind } from '../value/id.ts';

/** What `:` asks of a text: whether it is the value, or has it in it. `=` always asks whether it is. */
export type Matching = 'whole' | 'part';

/** A field of the core, by its name there; how it compares is known by its type. */
export interface ColumnField {
  readonly kind: 'column';
  readonly field: string;
  readonly matching: Matching;
  /** No value means more than its characters, `""` included. */
  readonly verbatim?: boolean;
  /** What `field:*` asks, where every row has a value. */
  readonly present?: Filter;
}

/** Something that people name and programs identify: `user:me`, `user:"Ada Lovelace"`, `user:user_…`. */
export interface ReferenceField {
  readonly kind: 'reference';
  readonly of: IdKind;
  readonly id: string;
  readonly name: string;
  readonly matching: Matching;
  /** The field whose words mean it where they stand without quotes: `status:won`, `old_status:active`. */
  readonly type?: string;
}

export type QueryField =
  | ColumnField
  | ReferenceField
  /** The field of some related object. */
  | { readonly kind: 'related'; readonly relation: string; readonly field: QueryField }
  /** Whole days since a moment, up to now: `days_in_status > 30`. */
  | { readonly kind: 'age'; readonly since: string }
  /** `is_stalled:yes`, by what the organization sets. */
  | { readonly kind: 'stalled' }
  /** One of a few words, each a question of its own: `has:contacts`. */
  | { readonly kind: 'choice'; readonly choices: Readonly<Record<string, Filter>>; readonly present?: Filter }
  /** Words as they stand without a field, whatever characters they have. */
  | { readonly kind: 'words' }
  /** `slice:1/10`: a tenth of all rows. */
  | { readonly kind: 'slice' };

export const column = (field: string, matching: Matching = 'part'): ColumnField => ({
  kind: 'column',
  field,
  matching,
});

export const reference = (of: IdKind, id: string, name: string, matching: Matching): ReferenceField => ({
  kind: 'reference',
  of,
  id,
  name,
  matching,
});

export const related = (relation: string, field: QueryField): QueryField => ({ kind: 'related', relation, field });

export const some = (relation: string, filter: Filter): Filter => ({ kind: 'some', relation, filter });
