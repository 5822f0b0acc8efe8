/** `/custom_field/{kind}/`, and the older `/custom_fields/{kind}/`: the fields that one kind of object has to itself. */
import {
  type CustomFieldDefinitionChange,
  createCustomField,
  deleteCustomField,
  type NewCustomField,
  updateCustomField,
} from '../../custom-field/define.ts';
import { objectTypes } from '../../custom-field/definition.ts';
import type { Session } from '../../db/client.ts';
import { bodyFieldsOf, bodySchema, inNamesOf, readBody, readWhole } from '../body-field.ts';
import { crud } from '../crud.ts';
import { wholeList } from '../list.ts';
import { anyBoolean, anyText, many, orNull } from '../reader.ts';
import type { RestRequest, Route } from '../route.ts';
import { customField, customFieldOrder, ofKind } from './resource.ts';

const described = bodyFieldsOf<NewCustomField>();
export const newFieldBody = [
  described('name', 'name', anyText, 'What it is called.'),
  described('type', 'type', anyText, 'What its values are.'),
  described('choices', 'choices', orNull(many(anyText)), 'What is offered, in order: for the type choices.'),
  described('accepts_multiple_values', 'acceptsMultipleValues', orNull(anyBoolean), 'Whether it takes several values.'),
  described('description', 'description', orNull(anyText), 'What it is for.'),
];

export const requiredOfField = ['name', 'type'];

const change = bodyFieldsOf<CustomFieldDefinitionChange>();
const changeBody = [
  change('name', 'name', anyText, 'What it is called.'),
  change('choices', 'choices', many(anyText), 'What is offered, in order.'),
  change('accepts_multiple_values', 'acceptsMultipleValues', anyBoolean, 'Whether it takes several values.'),
  change('description', 'description', orNull(anyText), 'What it is for.'),
];

/** Which objects have it, the path tells or, of a shared one, the body. */
export function makeField(
  fields: typeof newFieldBody,
  session: Session,
  { caller, body }: RestRequest,
  owners: Pick<NewCustomField, 'isShared'> & Partial<Pick<NewCustomField, 'objectTypes'>>,
): Promise<string> {
  return inNamesOf(fields, body, async () => {
    const input = readWhole<NewCustomField>(fields, requiredOfField, body, caller);
    return createCustomField(session, caller, { ...input, objectTypes: input.objectTypes ?? [], ...owners });
  });
}

/** Programs send back whole objects: `choices: null` is what a field of another type has. */
export function changeField(session: Session, { caller, body }: RestRequest, id: string): Promise<void> {
  const { choices, ...others } = body;
  const said = choices === null ? others : body;
  return inNamesOf(changeBody, body, async () =>
    updateCustomField(session, caller, id, readBody(changeBody, said, caller)),
  );
}

export const removeField = (session: Session, { caller }: RestRequest, id: string) =>
  deleteCustomField(session, caller, id);

function routesOf(path: string, objectType: string): readonly Route[] {
  const where = ofKind(objectType);
  const errorName = `${objectType.charAt(0).toUpperCase()}${objectType.slice(1)}CustomField`;
  return [
    wholeList(customField, path, {
      ...{ several: `custom fields of ${objectType} objects`, orderBy: customFieldOrder, where: () => where },
    }),
    ...crud(customField, path, {
      ...{
        right: 'administer',
        one: `a custom field of ${objectType} objects`,
        body: bodySchema(newFieldBody),
        required: requiredOfField,
        where,
        errorName,
      },
      create: (session, request) => makeField(newFieldBody, session, request, { objectTypes: [objectType] }),
      update: changeField,
      remove: removeField,
    }),
  ];
}

/** Kinds of object that the source API has and the gateway has not: there are no fields of theirs. */
const otherKinds = ['activity', 'custom_object_type'];

const emptyLists = otherKinds.map((kind) =>
  wholeList(customField, `/custom_field/${kind}/`, {
    ...{ several: `custom fields of ${kind} objects: there are none`, orderBy: customFieldOrder },
    where: () => ofKind(kind),
  }),
);

export const customFieldRoutes: readonly Route[] = [
  wholeList(customField, '/custom_field/', {
    several: 'custom fields of all kinds of object',
    orderBy: customFieldOrder,
  }),
  ...objectTypes.flatMap((kind) => [
    ...routesOf(`/custom_field/${kind}/`, kind),
    ...routesOf(`/custom_fields/${kind}/`, kind),
  ]),
  ...emptyLists,
];
