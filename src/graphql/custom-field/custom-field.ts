/** Custom fields and their values, each value under the name of its type. */
import type { CustomFieldDefinition, ObjectType } from '../../custom-field/definition.ts';
import type { CustomFieldValue } from '../../db/generated/postgresql/client.ts';
import { builder } from '../builder.ts';
import { Contact } from '../contact/contact.ts';
import type { Context } from '../context.ts';
import { Lead } from '../lead/lead.ts';
import { Node, registerPlainNode } from '../node/node.ts';
import { User } from '../organization/user.ts';

export const CustomFieldType = builder.enumType('CustomFieldType', {
  description: 'What kind of values a custom field holds.',
  values: {
    TEXT: { value: 'text', description: 'A line of text.' },
    TEXTAREA: { value: 'textarea', description: 'Text of several lines.' },
    NUMBER: { value: 'number', description: 'A number.' },
    DATE: { value: 'date', description: 'A calendar date.' },
    DATETIME: { value: 'datetime', description: 'An instant.' },
    CHOICES: { value: 'choices', description: 'One or several of the choices offered.' },
    USER: { value: 'user', description: 'One or several people of the organization.' },
    CONTACT: { value: 'contact', description: 'One or several contacts.' },
    HIDDEN: { value: 'hidden', description: 'Text for programs, not shown to people.' },
  } as const,
});

export const CustomFieldObjectType = builder.enumType('CustomFieldObjectType', {
  description: 'A kind of object that can have custom fields.',
  values: {
    OPPORTUNITY: { value: 'opportunity', description: 'Potential deals.' },
    LEAD: { value: 'lead', description: 'Companies one sells to.' },
    CONTACT: { value: 'contact', description: 'People who work at a lead.' },
  } as const,
});

export const CustomField = builder.objectRef<CustomFieldDefinition>('CustomField').implement({
  description: 'A field that the organization added to its objects.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id', { description: '`cf_…`; filters and orders name the field by it.' }),
    name: t.exposeString('name', { description: 'What it is called.' }),
    type: t.expose('type', { type: CustomFieldType, description: 'What it holds.' }),
    choices: t.stringList({
      nullable: true,
      description: 'What is offered, in order; null unless the type is CHOICES. Values stored earlier may be others.',
      resolve: ({ choices }) => choices,
    }),
    acceptsMultipleValues: t.exposeBoolean('acceptsMultipleValues', {
      description: 'Whether one object may have several values.',
    }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for; null when not said.' }),
    isShared: t.exposeBoolean('isShared', { description: 'Whether several kinds of object may have it.' }),
    objectTypes: t.field({
      type: [CustomFieldObjectType],
      description: 'The kinds of object that have it.',
      resolve: ({ objects }) => objects.map(({ objectType }) => objectType),
    }),
  }),
});

registerPlainNode('customField', 'CustomField', async ({ customFields }, ids) =>
  (await customFields()).filter(({ id }) => ids.includes(id)),
);

interface Entry {
  readonly definition: CustomFieldDefinition;
  readonly values: readonly CustomFieldValue[];
}

/** The values of one column, in their order, without the nulls of rows of other types. */
function pick<Column extends keyof CustomFieldValue>({ values }: Entry, column: Column) {
  return values.map((value) => value[column]).filter((value) => value !== null);
}

const CustomFieldEntry = builder.objectRef<Entry>('CustomFieldEntry').implement({
  description:
    'What one object has in one custom field. Only the field of the right type is filled; the others are null or empty.',
  fields: (t) => ({
    field: t.field({ type: CustomField, description: 'Which custom field.', resolve: ({ definition }) => definition }),
    text: t.string({
      nullable: true,
      description:
        'The value of a TEXT, TEXTAREA or HIDDEN field, or of a CHOICES field that takes one value; null where the field accepts several, be there one or more: see `choices`.',
      resolve: (entry) => (entry.definition.acceptsMultipleValues ? null : pick(entry, 'textValue')[0]),
    }),
    choices: t.stringList({
      description: 'The values of a CHOICES field.',
      resolve: (entry) => (entry.definition.type === 'choices' ? pick(entry, 'textValue') : []),
    }),
    number: t.float({
      nullable: true,
      description: 'The value of a NUMBER field.',
      resolve: (entry) => pick(entry, 'numberValue')[0],
    }),
    date: t.field({
      type: 'Date',
      nullable: true,
      description: 'The value of a DATE field.',
      resolve: (entry) => pick(entry, 'dateValue')[0] as never,
    }),
    dateTime: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The value of a DATETIME field.',
      resolve: (entry) => pick(entry, 'instantValue')[0],
    }),
    users: t.field({
      type: [User],
      description: 'The values of a USER field.',
      resolve: async (entry, _args, { loaders }) => present(await loaders.user.loadMany(pick(entry, 'userId'))),
    }),
    contacts: t.field({
      type: [Contact],
      description: 'The values of a CONTACT field.',
      resolve: async (entry, _args, { loaders }) => present(await loaders.contact.loadMany(pick(entry, 'contactId'))),
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

/** The values of one object by field, in the order in which fields are listed. */
async function entriesOf({ customFields }: Context, values: readonly CustomFieldValue[]): Promise<readonly Entry[]> {
  if (values.length === 0) return [];
  const definitions = await customFields();
  return definitions.flatMap((definition) => {
    const own = values.filter(({ customFieldId }) => customFieldId === definition.id);
    return own.length === 0 ? [] : [{ definition, values: own }];
  });
}

const description = 'Its custom fields that have a value, by name of the field.';
const inOrder = { orderBy: { position: 'asc' } } as const;

builder.prismaObjectField(Lead, 'customFields', (t) =>
  t.field({
    type: [CustomFieldEntry],
    description,
    select: { customFieldValues: inOrder },
    resolve: (lead, _args, context) => entriesOf(context, lead.customFieldValues),
  }),
);

/** Those of a kind of object, in their order. */
export async function customFieldsOf({ customFields }: Context, objectType: ObjectType) {
  const fields = (await customFields()).flatMap((field) => {
    const own = field.objects.find((object) => object.objectType === objectType);
    return own ? [{ field, position: own.position }] : [];
  });
  return fields.toSorted((a, b) => a.position - b.position).map(({ field }) => field);
}

builder.queryField('customFields', (t) =>
  t.field({
    type: [CustomField],
    description: 'All custom fields of the organization, by name.',
    args: {
      objectType: t.arg({
        type: CustomFieldObjectType,
        description: 'Only those that this kind of object has, in the order in which it shows them.',
      }),
    },
    resolve: (_root, { objectType }, context) =>
      objectType == null ? context.customFields() : customFieldsOf(context, objectType),
  }),
);

export { CustomFieldEntry, entriesOf, inOrder };
