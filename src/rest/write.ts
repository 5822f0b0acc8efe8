/** Writes: one transaction that changes something and reads back what it has become, once for each idempotency key. */
import type { Session } from '../db/client.ts';
import { DomainError } from '../errors.ts';
import { perform } from '../operation/operation.ts';
import { required } from '../value/required.ts';
import { askedFields } from './asked.ts';
import type { Body, Identified, Resource } from './field.ts';
import { readBodies } from './read.ts';
import type { RestRequest } from './route.ts';
import { toWire } from './wire.ts';

/** @returns the answer as it is sent: whoever repeats the key gets the same bytes */
export function write(request: RestRequest, work: (session: Session) => Promise<Body>): Promise<string> {
  const { database, caller, idempotencyKey, operation: name, body, params } = request;
  // What a change of many is of, and what is answered, stands there.
  const input = params.queryString === '' ? body : { body, query: params.queryString };
  const operation = { name, right: required(request.right, 'the right of a route that writes'), input, idempotencyKey };
  return perform(database, caller, operation, async (session) => toWire(await work(session)));
}

/** One object, as `_fields` asks for it; by its id, or what else tells it apart. @throws NOT_FOUND */
export async function readOne<Row extends Identified>(
  session: Session,
  { viewer, params }: RestRequest,
  resource: Resource<Row>,
  which: string | object,
  where: object = {},
): Promise<Body> {
  const asked = askedFields(resource, params);
  const one = typeof which === 'string' ? { id: which } : which;
  const [found] = await readBodies(session, viewer, resource, asked, { where: { AND: [one, where] } });
  if (!found) throw new DomainError('NOT_FOUND', `There is no ${resource.name} with this id.`);
  return found.body;
}
