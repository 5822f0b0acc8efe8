/** The value of a custom field as a text, whatever its type. */

import { showDay, showMoment } from '../format/dates.ts';
import type { DealQuery } from '../generated/documents.ts';

export type CustomValue = NonNullable<DealQuery['opportunity']>['customFields'][number];

export function showCustomValue(value: CustomValue): string {
  switch (value.__typename) {
    case 'TextValue':
      return value.text;
    case 'NumberValue':
      return String(value.number);
    case 'ChoicesValue':
      return value.choices.join(', ');
    case 'DateValue':
      return showDay(value.date);
    case 'DateTimeValue':
      return showMoment(value.dateTime);
    case 'UsersValue':
      return value.users.map(({ fullName }) => fullName).join(', ');
    case 'ContactsValue':
      return value.contacts.map(({ name }) => name).join(', ');
  }
}
