/** Custom fields defined: created, changed, deleted, put in order, and shared between kinds of objects. */
import { addAssociation, removeAssociation, reorderCustomFields } from '../../custom-field/association.ts';
import { createCustomField, deleteCustomField, updateCustomField } from '../../custom-field/define.ts';
import { DomainError } from '../../errors.ts';
import { builder } from '../builder.ts';
import { change, Deletion, deletedId, idArgument, orderArgument, orderedPayloadOf, sameId } from '../change/change.ts';
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

const CustomFieldsPayload = orderedPayloadOf(
  CustomField,
  'CustomFields',
  'custom fields of a kind of object',
  ({ objectType }: { readonly objectType: typeof CustomFieldObjectType.$inferType }, context) =>
    customFieldsOf(context, objectType),
);

const fieldAndObjects = (t: Arguments) => ({
  ...idArgument(t, 'cf'),
  objectType: t.arg({ type: CustomFieldObjectType, required: true, description: 'The kind of object.' }),
});

builder.mutationFields((t) => ({
  createCustomField: change(t, {
    right: 'administer',
    type: CustomFieldPayload,
    description: 'A new custom field, the last of its objects.',
    args: {
      input: t.arg({ type: NewCustomFieldInput, required: true, description: 'What it is.' }),
    },
    run: async (session, caller, args) => ({
      id: await createCustomField(session, caller, args.input),
    }),
  }),
  updateCustomField: change(t, {
    right: 'administer',
    type: CustomFieldPayload,
    description: 'Changes the definition of a custom field; no stored value changes.',
    args: {
      ...idArgument(t, 'cf'),
      input: t.arg({ type: CustomFieldDefinitionInput, required: true, description: 'What changes.' }),
    },
    run: sameId((session, caller, args) => updateCustomField(session, caller, args.id, definitionChange(args.input))),
  }),
  deleteCustomField: change(t, {
    right: 'administer',
    type: Deletion,
    description: 'Deletes a custom field, with all its values.',
    args: { ...idArgument(t, 'cf') },
    run: deletedId((session, caller, args) => deleteCustomField(session, caller, args.id)),
  }),
  addCustomFieldAssociation: change(t, {
    right: 'administer',
    type: CustomFieldPayload,
    description: 'Gives a shared field to one more kind of object; where they have it already, nothing changes.',
    args: fieldAndObjects(t),
    run: sameId((session, caller, args) => addAssociation(session, caller, args.id, args.objectType)),
  }),
  removeCustomFieldAssociation: change(t, {
    right: 'administer',
    type: CustomFieldPayload,
    description: 'Takes a shared field from a kind of object, with the values that these have in it.',
    args: fieldAndObjects(t),
    run: sameId((session, caller, args) => removeAssociation(session, caller, args.id, args.objectType)),
  }),
  reorderCustomFields: change(t, {
    right: 'administer',
    type: CustomFieldsPayload,
    description: 'Puts the custom fields of a kind of object in order.',
    args: {
      objectType: t.arg({ type: CustomFieldObjectType, required: true, description: 'The kind of object.' }),
      ...orderArgument(t),
    },
    run: async (session, caller, args) => {
      await reorderCustomFields(session, caller, args.objectType, args.ids);
      return { objectType: args.objectType };
    },
  }),
}));
