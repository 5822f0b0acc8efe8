/** `/custom_field_schema/{kind}/`: all custom fields of a kind of object, shared ones among them, in the order it shows them. */
import { reorderCustomFields } from '../../custom-field/association.ts';
import { type ObjectType, objectTypes } from '../../custom-field/definition.ts';
import type { Session } from '../../db/client.ts';
import { askedFields } from '../asked.ts';
import { bodyFieldsOf, bodySchema, inNamesOf, readWhole } from '../body-field.ts';
import type { Body } from '../field.ts';
import { fieldsParam } from '../parameters.ts';
import { readByIds } from '../read.ts';
import { many, named } from '../reader.ts';
import { answerOf } from '../resource-schema.ts';
import type { RestRequest, Route } from '../route.ts';
import { described, listOf, object } from '../schema.ts';
import { write } from '../write.ts';
import { customField, schemaField } from './resource.ts';

interface Change {
  readonly ids: readonly string[];
}

const changeBody = [bodyFieldsOf<Change>()('fields', 'ids', many(named('id')), 'The fields in the order wanted.')];

async function readSchema(
  session: Session,
  { caller, viewer, params }: RestRequest,
  objectType: ObjectType,
): Promise<Body> {
  const { organizationId } = caller;
  const places = await session.rows.customFieldObject.findMany({
    where: { organizationId, objectType },
    orderBy: [{ position: 'asc' }, { customFieldId: 'asc' }],
    select: { customFieldId: true },
  });
  const ids = places.map(({ customFieldId }) => customFieldId);
  const read = await readByIds(session, viewer, schemaField, askedFields(schemaField, params), ids);
  return { fields: read.map(({ body }) => body) };
}

function routesOf(objectType: ObjectType): readonly Route[] {
  const path = `/custom_field_schema/${objectType}/`;
  const common = { path, resource: customField.name, parameters: [fieldsParam] };
  const answer = object({ fields: described(listOf(answerOf(schemaField)), 'The fields, in order.') });
  return [
    {
      ...{
        ...common,
        method: 'GET',
        answer,
        summary: `List all custom fields of ${objectType} objects in their order`,
      },
      handle: (request) => request.database.read((session) => readSchema(session, request, objectType)),
    },
    {
      ...{ ...common, method: 'PUT', answer, summary: `Put the custom fields of ${objectType} objects in order` },
      right: 'administer',
      body: bodySchema(changeBody, { required: ['fields'] }),
      handle: (request) =>
        write(request, async (session) => {
          const { caller, body } = request;
          await inNamesOf(changeBody, body, async () => {
            const { ids } = readWhole<Change>(changeBody, ['fields'], body, caller);
            await reorderCustomFields(session, caller, objectType, ids);
          });
          return readSchema(session, request, objectType);
        }),
    },
  ];
}

export const fieldSchemaRoutes: readonly Route[] = objectTypes.flatMap(routesOf);
