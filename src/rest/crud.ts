/** The routes that most resources have: retrieve, create, update (of what is named only), delete. */
import type { Right } from '../caller.ts';
import type { Session } from '../db/client.ts';
import type { Identified, Resource } from './field.ts';
import { fieldsParam } from './parameters.ts';
import { answerOf } from './resource-schema.ts';
import type { RestRequest, Route } from './route.ts';
import { object, type Schema } from './schema.ts';
import { readOne, write } from './write.ts';

export interface One {
  /** With its article: `a pipeline`. */
  readonly one: string;
  /** Narrows the resource, where one table has several kinds of it. */
  readonly where?: object;
  /** @default the name of the resource */
  readonly errorName?: string;
  /** What tells it apart, as a Prisma condition. @default its id */
  readonly named?: (id: string) => object;
}

export interface Writes extends Omit<One, 'named'> {
  /** What all of its writes need. */
  readonly right: Right;
  readonly body?: Schema;
  /** What an update takes. @default body */
  readonly changes?: Schema;
  /** Without which there is nothing to create. */
  readonly required?: readonly string[];
  /** @returns the id of what was made */
  readonly create?: (session: Session, request: RestRequest) => Promise<string>;
  readonly update?: (session: Session, request: RestRequest, id: string) => Promise<void>;
  readonly remove?: (session: Session, request: RestRequest, id: string) => Promise<void>;
  /** @default 200 for both, as the source API has it nearly everywhere */
  readonly statuses?: { readonly created: 201; readonly removed: 204 };
}

const idOf = (request: RestRequest) => request.path.id ?? '';

export function retrieve<Row extends Identified>(
  resource: Resource<Row>,
  path: string,
  { one, where, errorName = resource.name, named = (id) => ({ id }) }: One,
): Route {
  return {
    ...{ method: 'GET', path: `${path}{id}/`, resource: errorName, summary: `Retrieve ${one}` },
    ...{ parameters: [fieldsParam], answer: answerOf(resource) },
    handle: (request) =>
      request.database.read((session) => readOne(session, request, resource, named(idOf(request)), where)),
  };
}

export function crud<Row extends Identified>(
  resource: Resource<Row>,
  path: string,
  {
    one,
    right,
    body = {},
    changes = body,
    required,
    where,
    errorName = resource.name,
    create,
    update,
    remove,
    statuses,
  }: Writes,
): readonly Route[] {
  const common = { resource: errorName, right, parameters: [fieldsParam], answer: answerOf(resource) };
  const single = `${path}{id}/`;
  const read = (session: Session, request: RestRequest, id: string) => readOne(session, request, resource, id, where);
  const routes: Route[] = [retrieve(resource, path, { one, errorName, ...(where && { where }) })];
  if (create) {
    routes.push({
      ...{ ...common, method: 'POST', path, summary: `Create ${one}` },
      ...{ body: required ? { ...body, required } : body, status: statuses?.created ?? 200 },
      handle: (request) => write(request, async (session) => read(session, request, await create(session, request))),
    });
  }
  if (update) {
    routes.push({
      ...{ ...common, method: 'PUT', path: single, summary: `Update ${one}: only what the body names` },
      body: changes,
      // What is not of this kind is found missing only afterwards: then nothing of it is stored.
      handle: (request) =>
        write(request, async (session) => {
          await update(session, request, idOf(request));
          return read(session, request, idOf(request));
        }),
    });
  }
  if (remove) {
    routes.push({
      ...{ method: 'DELETE', path: single, right, resource: errorName, summary: `Delete ${one}` },
      ...(statuses ? { status: statuses.removed } : { answer: object({}) }),
      handle: (request) =>
        write(request, async (session) => {
          if (where) await read(session, request, idOf(request));
          await remove(session, request, idOf(request));
          return {};
        }),
    });
  }
  return routes;
}
