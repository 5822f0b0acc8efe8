/** What can be said of the definition of a custom field. */
import type { CustomFieldDefinitionChange } from '../../custom-field/define.ts';
import { invalid } from '../../value/input.ts';
import { builder } from '../builder.ts';
import { CustomFieldObjectType, CustomFieldType } from './custom-field.ts';

export const NewCustomFieldInput = builder.inputType('NewCustomFieldInput', {
  description: 'A new custom field.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is called, 1 to 255 characters.' }),
    type: t.field({ type: CustomFieldType, required: true, description: 'What it holds, for good.' }),
    objectTypes: t.field({
      type: [CustomFieldObjectType],
      required: true,
      description: 'The kind of object that has it; any number of kinds for a shared field.',
    }),
    isShared: t.boolean({ description: 'Whether several kinds of object may have it; false without it.' }),
    choices: t.stringList({ description: 'What is offered, in order: for CHOICES fields, and only for them.' }),
    acceptsMultipleValues: t.boolean({
      description: 'Whether one object may have several values: for CHOICES, USER and CONTACT. false without it.',
    }),
    description: t.string({ description: 'What it is for.' }),
  }),
});

export const CustomFieldDefinitionInput = builder.inputType('CustomFieldDefinitionInput', {
  description: 'What changes of the definition of a custom field. What is left out stays.',
  fields: (t) => ({
    name: t.string({ description: 'What it is called, 1 to 255 characters.' }),
    choices: t.stringList({
      description: 'What is offered from now on, in order. Values stored earlier stay as they are.',
    }),
    acceptsMultipleValues: t.boolean({
      description: 'true: one object may have several values from now on. There is no way back.',
    }),
    description: t.string({ description: 'What it is for; null empties.' }),
  }),
});

/** @throws INVALID_INPUT for null where there must be something */
export function definitionChange({
  name,
  choices,
  acceptsMultipleValues,
  description,
}: typeof CustomFieldDefinitionInput.$inferInput): CustomFieldDefinitionChange {
  return {
    name: there('name', name),
    choices: there('choices', choices),
    acceptsMultipleValues: there('acceptsMultipleValues', acceptsMultipleValues),
    description,
  };
}

function there<T>(field: string, value: T | null | undefined): T | undefined {
  if (value === null) throw invalid(field, `${field} cannot be null: leave it out to keep what it is.`);
  return value;
}
