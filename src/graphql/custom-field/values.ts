/** What objects have in their custom fields: a type for each kind of value, so that none has fields that are always empty. */
import type { CustomFieldDefinition, CustomFieldType } from '../../custom-field/definition.ts';
import type { CustomFieldValue as StoredValue } from '../../db/generated/postgresql/client.ts';
import type { CalendarDate } from '../../value/period.ts';
import { required } from '../../value/required.ts';
import { builder } from '../builder.ts';
import { named } from '../by-id.ts';
import type { Arguments } from '../connection/connection.ts';
import { Contact } from '../contact/contact.ts';
import type { Context } from '../context.ts';
import { Lead } from '../lead/lead.ts';
import { User } from '../organization/user.ts';
import { CustomField } from './custom-field.ts';

/** Of one object in one field; there is at least one value. */
interface Held {
  readonly definition: CustomFieldDefinition;
  readonly values: readonly StoredValue[];
}

const typeNames = {
  text: 'TextValue',
  textarea: 'TextValue',
  hidden: 'TextValue',
  number: 'NumberValue',
  date: 'DateValue',
  datetime: 'DateTimeValue',
  choices: 'ChoicesValue',
  user: 'UsersValue',
  contact: 'ContactsValue',
} as const satisfies Record<CustomFieldType, string>;

export const CustomFieldValue = builder.interfaceRef<Held>('CustomFieldValue').implement({
  description: 'What one object has in one custom field. Which type it is follows from that of the field.',
  resolveType: ({ definition }) => typeNames[definition.type],
  fields: (t) => ({
    field: t.field({ type: CustomField, description: 'Which custom field.', resolve: ({ definition }) => definition }),
  }),
});

const interfaces = [CustomFieldValue];
const held = (name: (typeof typeNames)[CustomFieldType]) => builder.objectRef<Held>(name);

/** The values of one column, in their order. */
function all<Column extends keyof StoredValue>({ values }: Held, column: Column) {
  return values.map((value) => value[column]).filter((value) => value !== null);
}

const only = <Column extends keyof StoredValue>(source: Held, column: Column) =>
  required(all(source, column)[0], `a value of ${source.definition.id}`);

builder.objectType(held('TextValue'), {
  description: 'What an object has in a field of type TEXT, TEXTAREA or HIDDEN.',
  interfaces,
  fields: (t) => ({
    text: t.string({ description: 'The text.', resolve: (source) => only(source, 'textValue') }),
  }),
});

builder.objectType(held('NumberValue'), {
  description: 'What an object has in a field of type NUMBER.',
  interfaces,
  fields: (t) => ({
    number: t.float({ description: 'The number.', resolve: (source) => only(source, 'numberValue') }),
  }),
});

builder.objectType(held('DateValue'), {
  description: 'What an object has in a field of type DATE.',
  interfaces,
  fields: (t) => ({
    date: t.field({
      type: 'Date',
      description: 'The day.',
      resolve: (source) => only(source, 'dateValue') as CalendarDate,
    }),
  }),
});

builder.objectType(held('DateTimeValue'), {
  description: 'What an object has in a field of type DATETIME.',
  interfaces,
  fields: (t) => ({
    dateTime: t.field({
      type: 'DateTime',
      description: 'The moment.',
      resolve: (source) => only(source, 'instantValue'),
    }),
  }),
});

builder.objectType(held('ChoicesValue'), {
  description: 'What an object has in a field of type CHOICES.',
  interfaces,
  fields: (t) => ({
    choices: t.stringList({
      description: 'The choices, as they were stored; one, where the field does not accept several.',
      resolve: (source) => all(source, 'textValue'),
    }),
  }),
});

builder.objectType(held('UsersValue'), {
  description: 'Whom an object names in a field of type USER.',
  interfaces,
  fields: (t) => ({
    users: t.field({
      type: [User],
      description: 'The people; one, where the field does not accept several.',
      resolve: async (source, _args, { loaders }) => present(await loaders.user.loadMany(all(source, 'userId'))),
    }),
  }),
});

builder.objectType(held('ContactsValue'), {
  description: 'Whom an object names in a field of type CONTACT.',
  interfaces,
  fields: (t) => ({
    contacts: t.field({
      type: [Contact],
      description: 'The contacts; one, where the field does not accept several.',
      resolve: async (source, _args, { loaders }) => present(await loaders.contact.loadMany(all(source, 'contactId'))),
    }),
  }),
});

function present<Row>(rows: readonly (Row | Error | null)[]): Row[] {
  return rows
    .map((row) => {
      if (row instanceof Error) throw row;
      return row;
    })
    .filter((row) => row !== null);
}

/** By field, in the order in which fields are listed. */
export function heldIn(context: Context, values: readonly StoredValue[]): readonly Held[] | Promise<readonly Held[]> {
  // At once: where one field of an object is a promise, so is the object, and most have no values.
  return values.length === 0 ? [] : heldOnes(context, values);
}

async function heldOnes({ customFields }: Context, values: readonly StoredValue[]): Promise<readonly Held[]> {
  const definitions = await customFields();
  return definitions.flatMap((definition) => {
    const own = values.filter(({ customFieldId }) => customFieldId === definition.id);
    return own.length === 0 ? [] : [{ definition, values: own }];
  });
}

export const idsArgument = (t: Arguments) => ({
  ids: t.arg.idList({ description: 'Only what it has in these fields, `cf_…`; in all without it.' }),
});

/** Just the values of those fields are read: a column of a table takes no more than it shows. */
export const valuesOf = ({ ids }: { readonly ids?: readonly string[] | null | undefined }) => ({
  customFieldValues: {
    orderBy: { position: 'asc' as const },
    ...(ids && { where: { customFieldId: named(ids) } }),
  },
});

builder.prismaObjectField(Lead, 'customFields', (t) =>
  t.field({
    type: [CustomFieldValue],
    description: 'Its custom fields that have a value, by name of the field.',
    args: idsArgument(t),
    select: valuesOf,
    resolve: (row, _args, context) => heldIn(context, row.customFieldValues),
  }),
);
