/** A custom field as REST shows it. A shared one tells besides which kinds of object it belongs to. */
import { customFieldTypes, objectTypes } from '../../custom-field/definition.ts';
import type { Prisma } from '../../db/generated/postgresql/client.ts';
import { type Field, fieldsOf, type Resource } from '../field.ts';
import { boolean, described, listOf, nullable, object, oneOf, text } from '../schema.ts';

type CustomFieldRow = Prisma.CustomFieldGetPayload<{ include: { objects: true } }>;

const { column, computed, fixed, moment } = fieldsOf<CustomFieldRow>();

const fields: readonly Field<CustomFieldRow>[] = [
  column('id', 'id', text, '`cf_…`'),
  column('name', 'name', text, 'What it is called.'),
  column('type', 'type', oneOf(customFieldTypes), 'What its values are.'),
  column('choices', 'choices', nullable(listOf(text)), 'What is offered, in order; null unless the type is choices.'),
  column('accepts_multiple_values', 'acceptsMultipleValues', boolean, 'Whether an object may have several values.'),
  column('description', 'description', nullable(text), 'What it is for.'),
  column('is_shared', 'isShared', boolean, 'Whether it may belong to several kinds of object.'),
  column('organization_id', 'organizationId', text, 'The organization it belongs to.'),
  fixed('editable_with_roles', [], listOf(text), 'Who alone may edit it; anybody may.'),
  fixed('referenced_custom_type_id', null, nullable(text), 'The gateway has no custom types.'),
  fixed('back_reference_is_visible', null, nullable(boolean), 'Only of fields that name custom objects.'),
  column('created_by', 'createdById', nullable(text), 'Who created it.'),
  column('updated_by', 'updatedById', nullable(text), 'Who changed it last.'),
  moment('date_created', 'dateCreated', 'When it was created.'),
  moment('date_updated', 'dateUpdated', 'When it was last changed.'),
];

const common = {
  description: 'A field that the organization has added.',
  rows: (read) => read.customField,
  visible: ({ organizationId }) => ({ organizationId }),
} satisfies Partial<Resource<CustomFieldRow>>;

export const customField: Resource<CustomFieldRow> = { ...common, name: 'CustomField', fields };

export const associationSchema = object({
  object_type: described(oneOf(objectTypes), 'The kind of object.'),
  editable_with_roles: described(listOf(text), 'Who alone may edit it there; anybody may.'),
  required: described(boolean, 'Whether each object of that kind must have a value.'),
});

export const associationBody = ({ objectType, required }: { objectType: string; required: boolean }) => ({
  ...{ object_type: objectType, editable_with_roles: [], required },
});

export const sharedCustomField: Resource<CustomFieldRow> = {
  ...common,
  name: 'SharedCustomField',
  fields: [
    ...fields,
    computed(
      'associations',
      listOf(associationSchema),
      'The kinds of object that it belongs to.',
      ({ objects }) => objects.map(associationBody),
      { select: { objects: { select: { objectType: true, required: true }, orderBy: { objectType: 'asc' } } } },
    ),
  ],
};

/** As they stand beside each other in the schema of a kind of object: only shared ones have associations. */
export const schemaField: Resource<CustomFieldRow> = {
  ...common,
  name: 'SchemaCustomField',
  fields: [
    ...fields,
    computed(
      'associations',
      listOf(associationSchema),
      'The kinds of object that it belongs to; only of shared fields.',
      ({ isShared, objects }) => (isShared ? objects.map(associationBody) : undefined),
      {
        select: {
          isShared: true,
          objects: { select: { objectType: true, required: true }, orderBy: { objectType: 'asc' } },
        },
      },
    ),
  ],
};

/** The fields that just this kind of object has. */
export const ofKind = (objectType: string) => ({ isShared: false, objects: { some: { objectType } } });
export const shared = { isShared: true };

export const customFieldOrder = [{ nameFolded: 'asc' }, { id: 'asc' }];
