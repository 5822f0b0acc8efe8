/** Errors in the shapes that clients of the source API read: `{"error": …}`, or `{"errors": […], "field-errors": {…}}`. */
import { domainErrorOf } from '../db/db-errors.ts';
import { type DomainError, statusOf } from '../errors.ts';
import { headersOf } from '../http/refusal-headers.ts';
import type { Body } from './field.ts';

/** An answer that is no success. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly body: Body;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: Body, headers: Readonly<Record<string, string>> = {}) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export function problem(status: number, error: string, headers?: Readonly<Record<string, string>>): Problem {
  return new Problem(status, { error }, headers);
}

/** What was wrong with single fields or parameters, by name. */
export function fieldProblem(errors: Readonly<Record<string, string>>): Problem {
  return new Problem(400, { errors: [], 'field-errors': errors });
}

function notFound(resourceName: string): Problem {
  return problem(404, `Empty query: ${resourceName} matching query does not exist.`);
}

/** @returns undefined for what nobody foresaw */
export function problemOf(thrown: unknown, resourceName: string): Problem | undefined {
  if (thrown instanceof Problem) return thrown;
  const known = domainErrorOf(thrown);
  return known && asProblem(known, resourceName);
}

function asProblem(error: DomainError, resourceName: string): Problem {
  const { code, message } = error;
  if (code === 'NOT_FOUND') return notFound(resourceName);
  const status = code === 'IN_USE' ? 400 : statusOf[code];
  if (status !== 400) return problem(status, message, headersOf(code));
  const [field, ...place] = error.inputPath;
  if (field === undefined) return new Problem(400, { errors: [message], 'field-errors': {} });
  return fieldProblem({ [field]: place.length > 0 ? `${placeText(field, place)}: ${message}` : message });
}

/** `contacts[0].emails[1].email` */
function placeText(field: string | number, place: readonly (string | number)[]): string {
  return place.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${part}`),
    String(field),
  );
}
