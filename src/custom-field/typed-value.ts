/** From what an input gives for a custom field to what is stored for it, by the field's type; or what would have been right. */
import { type Members, memberByIdOrName } from '../user/members.ts';
import { invalid, textOf } from '../value/input.ts';
import { parseCalendarDate, parseInstant, toDate, type Zone } from '../value/period.ts';
import { fold, nearest } from '../value/text.ts';
import { keyOf, noValue, type StoredValue } from './change.ts';
import type { CustomFieldDefinition } from './definition.ts';

/** What values may point to, and where they are read. */
export interface ValueContext {
  readonly members: Members;
  readonly contacts: ReadonlySet<string>;
  /** A time without a zone is a time there. */
  readonly zone: Zone;
}

/** @throws INVALID_INPUT. `stored`: what the object has now; that may stay, even where it could not be chosen any more. */
export function typedValue(
  definition: CustomFieldDefinition,
  field: string,
  given: unknown,
  { members, contacts, zone }: ValueContext,
  stored: readonly StoredValue[] = [],
): StoredValue {
  const expected = (what: string) =>
    invalid(field, `${JSON.stringify(definition.name)} takes ${what}, not ${shown(given)}.`);
  const has = (value: StoredValue) => stored.some((other) => keyOf(other) === keyOf(value));
  switch (definition.type) {
    case 'text':
    case 'textarea':
    case 'hidden':
      if (typeof given !== 'string') throw expected('text');
      return textValue(textOf(field, given));
    case 'choices': {
      if (typeof given !== 'string') throw expected('one of its choices, as text');
      const value = textValue(textOf(field, given));
      if (definition.choices?.includes(given) || has(value)) return value;
      throw expected(offered(definition.choices ?? [], given));
    }
    case 'number':
      if (typeof given !== 'number' || !Number.isFinite(given)) throw expected('a number');
      return { ...noValue, number_value: given };
    case 'date': {
      const day = typeof given === 'string' ? parseCalendarDate(given) : undefined;
      if (day === undefined) throw expected('a date as YYYY-MM-DD');
      return { ...noValue, date_value: day };
    }
    case 'datetime': {
      const instant = typeof given === 'string' ? parseInstant(given, zone) : undefined;
      if (instant === undefined) throw expected('a date and time as in "2026-01-31T09:30:00Z"');
      return { ...noValue, instant_value: toDate(instant) };
    }
    case 'user': {
      if (typeof given !== 'string') throw expected('the id or the full name of a user');
      const keeps = (id: string) => has({ ...noValue, user_id: id });
      return { ...noValue, user_id: memberByIdOrName(members, field, given, keeps) };
    }
    case 'contact':
      if (typeof given !== 'string') throw expected('the id of a contact');
      if (!contacts.has(given)) throw invalid(field, `There is no contact ${JSON.stringify(given)}.`);
      return { ...noValue, contact_id: given };
  }
}

const textValue = (text: string): StoredValue => ({ ...noValue, text_value: text, text_folded: fold(text) });

function offered(choices: readonly string[], given: string): string {
  const meant = nearest(given, choices);
  if (meant !== undefined) return `one of its choices (did you mean ${JSON.stringify(meant)}?)`;
  const first = choices.slice(0, 10).map((choice) => JSON.stringify(choice));
  return `one of ${first.join(', ')}${choices.length > first.length ? ' …' : ''}`;
}

/** Enough of a wrong value to recognize it by. */
function shown(given: unknown): string {
  if (Array.isArray(given)) return 'a list';
  if (typeof given === 'object' && given !== null) return 'an object';
  return typeof given === 'string' ? JSON.stringify(given.slice(0, 100)) : String(given);
}
