/** Custom fields as what can be changed in place: each type has its form, and what a text in it means. */

import { momentFieldOf, momentOfField } from '../format/days.ts';
import type { CustomFieldType, CustomFieldValueInput } from '../generated/documents.ts';
import type { CustomValue } from '../parts/custom-value.ts';
import type { CustomField, Session } from '../state/session.ts';
import { listOf, textOfList } from './control.tsx';
import type { Choice, EditableField } from './fields.ts';

interface Type {
  readonly kind: EditableField['kind'];
  /** @returns what is wrong with the text, or what it is as a value */
  read(text: string): string | CustomFieldValueInput;
}

const types: Readonly<Record<Exclude<CustomFieldType, 'HIDDEN'>, Type>> = {
  TEXT: { kind: 'text', read: (text) => ({ text }) },
  TEXTAREA: { kind: 'area', read: (text) => ({ text }) },
  NUMBER: {
    kind: 'text',
    read: (text) => {
      const number = Number(text);
      return Number.isFinite(number) ? { number } : 'A number is digits, such as 1200 or 12.5.';
    },
  },
  DATE: { kind: 'date', read: (date) => ({ date }) },
  DATETIME: { kind: 'moment', read: (text) => ({ dateTime: momentOfField(text) }) },
  CHOICES: { kind: 'choice', read: (text) => ({ choices: [...listOf(text)] }) },
  USER: { kind: 'choice', read: (text) => ({ userIds: [...listOf(text)] }) },
  CONTACT: { kind: 'choice', read: (text) => ({ contactIds: [...listOf(text)] }) },
};

/** @param contacts who can be chosen: those of the lead. @returns undefined for what is not shown to people */
export function customEditable(
  { id, name, type, choices, acceptsMultipleValues }: CustomField,
  value: CustomValue | undefined,
  contacts: readonly Choice[],
): EditableField | undefined {
  if (type === 'HIDDEN') return undefined;
  const { kind, read } = types[type];
  const isChosen = kind === 'choice';
  const kept = value ? textOfValue(value) : '';
  const offered = (session: Session): readonly Choice[] => {
    if (type === 'USER') return session.users.map(({ id: user, fullName }) => ({ value: user, label: fullName }));
    return type === 'CONTACT' ? contacts : (choices ?? []).map((choice) => ({ value: choice, label: choice }));
  };
  // One choice of several is chosen as a list of one: so both are read alike.
  const single = (session: Session) => [
    { value: '', label: 'none' },
    ...offered(session).map((choice) => ({ ...choice, value: textOfList([choice.value]) })),
  ];
  return {
    label: name,
    kind: isChosen && acceptsMultipleValues ? 'choices' : kind,
    text: () => kept,
    read: (text) => {
      const input = text.trim() === '' ? { unset: true } : read(text);
      return typeof input === 'string' ? input : { customFields: [{ fieldId: id, value: input }] };
    },
    ...(isChosen && { choices: acceptsMultipleValues ? offered : single }),
  };
}

function textOfValue(value: CustomValue): string {
  switch (value.__typename) {
    case 'TextValue':
      return value.text;
    case 'NumberValue':
      return String(value.number);
    case 'ChoicesValue':
      return textOfList(value.choices);
    case 'DateValue':
      return value.date;
    case 'DateTimeValue':
      return momentFieldOf(value.dateTime);
    case 'UsersValue':
      return textOfList(value.users.map(({ id }) => id));
    case 'ContactsValue':
      return textOfList(value.contacts.map(({ id }) => id));
  }
}
