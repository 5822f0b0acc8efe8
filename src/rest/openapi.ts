/** The OpenAPI document, made of the routes and tables that answer requests: it cannot say what they do not do. */
import type { Right } from '../caller.ts';
import type { Parameter, Route } from './route.ts';
import { anything, described, listOf, number, object, type Schema, text } from './schema.ts';

export function openApi(routes: readonly Route[], schemas: Readonly<Record<string, Schema>>, server: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Opportunity gateway',
      version: '1',
      description:
        'Opportunities (deals) with exact figures over every match, in the words of the Close API. The API key is the user name of HTTP Basic (the password does not matter), or a Bearer token. Dates without a time are days in the zone that the header `x-tz-offset` names (hours east of UTC). Unknown parameters and body keys are ignored. Parameters that are too long for an address may be sent as `{"_params": {…}}` with POST and the header `x-http-method-override: GET`.',
    },
    servers: [{ url: server }],
    security: [{ apiKey: [] }, { bearer: [] }],
    tags: [...new Set(routes.map(tagOf))].map((name) => ({ name })),
    paths: pathsOf(routes),
    components: {
      parameters: headers,
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'basic', description: 'The API key as user name.' },
        bearer: { type: 'http', scheme: 'bearer', description: 'The API key.' },
      },
      schemas: { ...schemas, Error: errorSchema, FieldErrors: fieldErrorsSchema },
    },
  };
}

const headers = {
  TimeZoneOffset: {
    ...{ name: 'x-tz-offset', in: 'header', schema: { type: 'number', examples: [-4, 5.5] } },
    description: 'Where your days begin, in hours east of UTC; UTC without it.',
  },
  IdempotencyKey: {
    ...{ name: 'idempotency-key', in: 'header', schema: text },
    description: 'For a day, the same key with the same body gives the first answer again, and nothing is done twice.',
  },
};

const errorSchema: Schema = described(
  object(
    {
      error: described(anything, 'A sentence; for 429 an object that tells how long to wait.'),
      rate_reset: described(number, 'For 429: the seconds to wait.'),
      request_id: described(text, 'For 500: under which the log has the cause.'),
    },
    ['error'],
  ),
  'What was wrong.',
);

const fieldErrorsSchema: Schema = described(
  object(
    {
      errors: described(listOf(text), 'What was wrong with the request as a whole.'),
      'field-errors': {
        type: 'object',
        additionalProperties: text,
        description: 'What was wrong with a field, by name.',
      },
      error: described(text, 'Of `_limit` and `_skip` the same once more, in the words of older versions.'),
    },
    ['errors', 'field-errors'],
  ),
  'What was wrong with what was sent.',
);

function pathsOf(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const operations = paths[route.path] ?? {};
    operations[route.method.toLowerCase()] = operation(route);
    paths[route.path] = operations;
  }
  return paths;
}

const tagOf = ({ path }: Route): string => path.split('/')[1] ?? '';

function operation(route: Route): object {
  const { method, right, summary, parameters = [], body, answer, status = 200, path, csv } = route;
  const ids = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return {
    ...{ summary, tags: [tagOf(route)], operationId: operationId(route) },
    ...(right && { description: needs[right] }),
    parameters: [
      ...[...ids.map(pathParameter), ...parameters.map(queryParameter)],
      ...[headerRef('TimeZoneOffset'), ...(method === 'GET' ? [] : [headerRef('IdempotencyKey')])],
    ],
    ...(body && { requestBody: { required: true, content: json(body) } }),
    responses: {
      [status]: {
        description: 'What was asked for.',
        ...(answer && { content: { ...json(answer), ...(csv && asCsv) } }),
      },
      default: { description: 'What was wrong.', content: json({ anyOf: [ref('Error'), ref('FieldErrors')] }) },
    },
  };
}

/** Anything else is a 403. */
const needs: Readonly<Record<Right, string>> = {
  write: 'Not for people and keys whose role is `read_only`.',
  administer: 'Only for admins.',
};

/** `GET /lead/{id}/` -> `get_lead_id` */
const operationId = ({ method, path }: Route): string =>
  `${method.toLowerCase()}${path.replaceAll(/\W+/g, '_')}`.replace(/_$/, '');

const json = (schema: Schema) => ({ 'application/json': { schema } });
const asCsv = { 'text/csv': { schema: described(text, 'All that match, on all pages, as RFC 4180 has it.') } };
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

const headerRef = (name: keyof typeof headers) => ({ $ref: `#/components/parameters/${name}` });
const pathParameter = (name: string) => ({
  ...{ name, in: 'path', required: true, schema: text },
  description: name === 'id' ? 'Which one.' : 'The kind of object.',
});
const queryParameter = ({ name, schema, description }: Parameter) => ({ name, in: 'query', schema, description });
