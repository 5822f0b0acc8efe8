/** Custom fields defined: created, changed, deleted, put in order, and shared between kinds of objects. */
import { addAssociation, removeAssociation, reorderCustomFields } from '../../custom-field/association.ts';
import { createCustomField, deleteCustomField, updateCustomField } from '../../custom-field/define.ts';
import { DomainError } from '../../errors.ts';
import { builder } from '../builder.ts';
import { Deletion, idArgument, keyArgument, write } from '../change/change.ts';
import type { Arguments } from '../connection/connection.ts';
import { CustomField, CustomFieldObjectType, customFieldsOf } from './custom-field.ts';
import { CustomFieldDefinitionInput, definitionChange, NewCustomFieldInput } from './definition-input.ts';

const CustomFieldPayload = builder.objectRef<{ readonly id: string }>('CustomFieldPayload').implement({
  description: 'A custom field whose definition has been written.',
  fields: (t) => ({
    customField: t.field({
      type: CustomField,
      description: 'The field as it is now.',
      resolve: async ({ id }, _args, { customFields }) => {
        const field = (await customFields()).find((candidate) => candidate.id === id);
        if (field === undefined) throw new DomainError('NOT_FOUND', 'It was written, but has been deleted since.');
        return field;
      },
    }),
  }),
});

const CustomFieldsPayload = builder
  .objectRef<{ readonly objectType: typeof CustomFieldObjectType.$inferType }>('CustomFieldsPayload')
  .implement({
    description: 'The custom fields of a kind of object after they were put in order.',
    fields: (t) => ({
      customFields: t.field({
        type: [CustomField],
        description: 'All custom fields of these objects, in their new order.',
        resolve: ({ objectType }, _args, context) => customFieldsOf(context, objectType),
      }),
    }),
  });

const fieldAndObjects = (t: Arguments) => ({
  ...idArgument(t, 'cf'),
  objectType: t.arg({ type: CustomFieldObjectType, required: true, description: 'The kind of object.' }),
  ...keyArgument(t),
});

builder.mutationFields((t) => ({
  createCustomField: t.field({
    type: CustomFieldPayload,
    nullable: true,
    description: 'A new custom field, the last of its objects.',
    args: {
      input: t.arg({ type: NewCustomFieldInput, required: true, description: 'What it is.' }),
      ...keyArgument(t),
    },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => ({
        id: await createCustomField(session, caller, args.input),
      })),
  }),
  updateCustomField: t.field({
    type: CustomFieldPayload,
    nullable: true,
    description: 'Changes the definition of a custom field; no stored value changes.',
    args: {
      ...idArgument(t, 'cf'),
      input: t.arg({ type: CustomFieldDefinitionInput, required: true, description: 'What changes.' }),
      ...keyArgument(t),
    },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => {
        await updateCustomField(session, caller, args.id, definitionChange(args.input));
        return { id: args.id };
      }),
  }),
  deleteCustomField: t.field({
    type: Deletion,
    nullable: true,
    description: 'Deletes a custom field, with all its values.',
    args: { ...idArgument(t, 'cf'), ...keyArgument(t) },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => {
        await deleteCustomField(session, caller, args.id);
        return { deletedId: args.id };
      }),
  }),
  addCustomFieldAssociation: t.field({
    type: CustomFieldPayload,
    nullable: true,
    description: 'Gives a shared field to one more kind of object; where they have it already, nothing changes.',
    args: fieldAndObjects(t),
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => {
        await addAssociation(session, caller, args.id, args.objectType);
        return { id: args.id };
      }),
  }),
  removeCustomFieldAssociation: t.field({
    type: CustomFieldPayload,
    nullable: true,
    description: 'Takes a shared field from a kind of object, with the values that these have in it.',
    args: fieldAndObjects(t),
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => {
        await removeAssociation(session, caller, args.id, args.objectType);
        return { id: args.id };
      }),
  }),
  reorderCustomFields: t.field({
    type: CustomFieldsPayload,
    nullable: true,
    description: 'Puts the custom fields of a kind of object in order.',
    args: {
      objectType: t.arg({ type: CustomFieldObjectType, required: true, description: 'The kind of object.' }),
      ids: t.arg.idList({ required: true, description: 'The first ones, in order; the others follow as they stand.' }),
      ...keyArgument(t),
    },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => {
        await reorderCustomFields(session, caller, args.objectType, args.ids);
        return { objectType: args.objectType };
      }),
  }),
}));
