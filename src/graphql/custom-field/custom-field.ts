/** Custom fields, as they are defined. */
import type { CustomFieldDefinition, ObjectType } from '../../custom-field/definition.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { Node, registerPlainNode } from '../node/node.ts';

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
