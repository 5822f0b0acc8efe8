/** What an input says about custom fields, and how it is told apart which of it changes something. */

import type { CustomFieldType } from './definition.ts';

/**
 * `value` is what the field takes: a list where it accepts several values. Null and empty text unset. `as` is what an input
 * with types calls the value, which must then be what the field holds: a date is no text, though both are written as text.
 */
export type CustomFieldChange = Said &
  (
    | { readonly kind: 'set' | 'add' | 'remove'; readonly value: unknown; readonly as?: ValueKind }
    | { readonly kind: 'unset' }
    /** What no change could be made of, and why: judged with the others, so that of a batch all that is wrong is told. */
    | { readonly kind: 'unclear'; readonly message: string }
  );

interface Said {
  readonly fieldId: string;
  /** Where in the input, for errors. @default under the name of the field, `custom.cf_…` */
  readonly place?: readonly (string | number)[];
}

export type ValueKind = 'text' | 'number' | 'date' | 'dateTime' | 'choices' | 'userIds' | 'contactIds';

export const kindOfType: Readonly<Record<CustomFieldType, ValueKind>> = {
  ...{ text: 'text', textarea: 'text', hidden: 'text', number: 'number', date: 'date', datetime: 'dateTime' },
  ...{ choices: 'choices', user: 'userIds', contact: 'contactIds' },
};

/** One value as it is stored: the column of its type is filled, the others are null. */
export interface StoredValue {
  readonly text_value: string | null;
  readonly text_folded: string | null;
  readonly number_value: number | null;
  readonly date_value: string | null;
  readonly instant_value: Date | null;
  readonly user_id: string | null;
  readonly contact_id: string | null;
}

export const noValue: StoredValue = {
  text_value: null,
  text_folded: null,
  number_value: null,
  date_value: null,
  instant_value: null,
  user_id: null,
  contact_id: null,
};

/** Equal values of one field have equal keys. */
export function keyOf(value: StoredValue): string {
  const { text_value, number_value, date_value, instant_value, user_id, contact_id } = value;
  return String(text_value ?? number_value ?? date_value ?? instant_value?.getTime() ?? user_id ?? contact_id);
}
