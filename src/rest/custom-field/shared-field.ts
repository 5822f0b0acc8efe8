/** `/custom_field/shared/`: fields that belong to several kinds of object, and to which. */
import { addAssociation, removeAssociation } from '../../custom-field/association.ts';
import type { NewCustomField } from '../../custom-field/define.ts';
import { DomainError } from '../../errors.ts';
import { bodyFieldsOf, bodySchema, inNamesOf, readWhole } from '../body-field.ts';
import { crud } from '../crud.ts';
import { wholeList } from '../list.ts';
import { anyText, many, named } from '../reader.ts';
import type { RestRequest, Route } from '../route.ts';
import { write } from '../write.ts';
import { associationBody, associationSchema, customFieldOrder, shared, sharedCustomField } from './resource.ts';
import { changeField, makeField, newFieldBody, removeField, requiredOfField } from './routes.ts';

const path = '/custom_field/shared/';

const sharedFieldBody = [
  ...newFieldBody,
  bodyFieldsOf<NewCustomField>()('associations', 'objectTypes', many(named('object_type')), 'The kinds of object.'),
];

interface Association {
  readonly objectType: string;
}

const newAssociation = [
  bodyFieldsOf<Association>()('object_type', 'objectType', anyText, 'opportunity, lead or contact.'),
];

function associate(request: RestRequest): Promise<string> {
  const { caller, body, path: at } = request;
  return write(request, (session) =>
    inNamesOf(newAssociation, body, async () => {
      const { objectType } = readWhole<Association>(newAssociation, ['object_type'], body, caller);
      await addAssociation(session, caller, at.id ?? '', objectType);
      return associationBody({ objectType, required: false });
    }),
  );
}

/** A kind of object that there is not has no association either. */
function dissociate(request: RestRequest): Promise<string> {
  const { caller, path: at } = request;
  return write(request, async (session) => {
    try {
      await removeAssociation(session, caller, at.id ?? '', at.kind ?? '');
    } catch (error) {
      const unknown = error instanceof DomainError && error.inputPath[0] === 'objectType';
      throw unknown ? new DomainError('NOT_FOUND', error.message) : error;
    }
    return {};
  });
}

const associationRoutes: readonly Route[] = [
  {
    ...{ method: 'POST', path: `${path}{id}/association/`, resource: sharedCustomField.name, status: 201 },
    right: 'administer',
    ...{
      summary: 'Give a shared custom field to a kind of object',
      body: bodySchema(newAssociation, { required: ['object_type'] }),
    },
    ...{ answer: associationSchema, handle: associate },
  },
  {
    ...{ method: 'DELETE', path: `${path}{id}/association/{kind}/`, resource: sharedCustomField.name, status: 204 },
    right: 'administer',
    ...{ summary: 'Take a shared custom field from a kind of object, and its values with it', handle: dissociate },
  },
];

export const sharedFieldRoutes: readonly Route[] = [
  wholeList(sharedCustomField, path, {
    ...{ several: 'shared custom fields', orderBy: customFieldOrder, where: () => shared },
  }),
  ...crud(sharedCustomField, path, {
    ...{
      right: 'administer',
      one: 'a shared custom field',
      body: bodySchema(sharedFieldBody),
      required: requiredOfField,
      where: shared,
    },
    create: (session, request) => makeField(sharedFieldBody, session, request, { isShared: true }),
    update: changeField,
    remove: removeField,
  }),
  ...associationRoutes,
];
