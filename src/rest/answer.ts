/** Answers: what was asked for, or what was thrown instead, as it goes over the wire. */
import { domainErrorOf } from '../db/db-errors.ts';
import type { FaultReport } from '../http/scope.ts';
import type { Headers } from './admission.ts';
import type { Body } from './field.ts';
import { problemOf } from './problem.ts';
import { toWire } from './wire.ts';

export function respond(request: Request, status: number, body: Body | string, headers: Headers): Response {
  if (status === 204) return new Response(null, { status, headers });
  const text = typeof body === 'string' ? body : toWire(body);
  return new Response(request.method === 'HEAD' ? null : text, {
    status,
    // What goes over the wire is ASCII: its length is its bytes.
    headers: { ...headers, 'content-type': 'application/json', 'content-length': String(text.length) },
  });
}

export interface Failure extends FaultReport {
  readonly request: Request;
  /** What was asked for: named where there is none of it. */
  readonly resource: string;
  readonly limits: Headers;
}

export function respondTo(thrown: unknown, { request, requestId, report, resource, limits }: Failure): Response {
  const known = problemOf(thrown, resource);
  if (known && known.status >= 500) report(domainErrorOf(thrown) ?? thrown);
  if (known) return respond(request, known.status, known.body, { ...limits, ...known.headers });
  report(thrown);
  return respond(request, 500, { error: 'Unexpected error.', request_id: requestId }, limits);
}
