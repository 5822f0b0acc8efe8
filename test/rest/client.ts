/** The REST door without a socket. Every answer is checked against the OpenAPI document that the same program serves. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { type App, type AppOptions, createApp } from '../../src/app.ts';
import { isTransactionControl, type TestDatabase } from '../describe-databases.ts';
import { patience } from '../patience.ts';
import { now } from '../sample.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
  readonly headers: Headers;
}

export interface RestClient {
  readonly app: App;
  /** The SQL of the last request, the look-up of the key left out. */
  readonly statements: readonly string[];
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  delete(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Sent as it is: no key, no content type. */
  send(path: string, init?: RequestInit): Promise<Answer>;
  close(): Promise<void>;
}

const origin = 'http://gateway.test';

export function openRest(
  { url }: Pick<TestDatabase, 'url'>,
  apiKey: () => string,
  options: Partial<AppOptions> = {},
): RestClient {
  const statements: string[] = [];
  const app = createApp({
    databaseUrl: url,
    clock: () => now,
    requestTimeout: patience,
    onStatement: (sql) => {
      if (!isTransactionControl(sql) && !sql.includes('from "api_key"')) statements.push(sql);
    },
    ...options,
  });
  const check = createCheck(app);
  const send: RestClient['send'] = async (path, init = {}) => {
    statements.length = 0;
    const response = await app.fetch(new Request(`${origin}/api/v1${path}`, init));
    const text = await response.text();
    const body = text === '' ? undefined : JSON.parse(text);
    const answer = { status: response.status, text, body, headers: response.headers };
    const override = new Headers(init.headers).get('x-http-method-override');
    await check(override ?? init.method ?? 'GET', path, answer);
    return answer;
  };
  const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
    send(path, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${apiKey()}:`).toString('base64')}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return {
    ...{ app, statements, send, close: () => app.close() },
    get: (path, headers) => ask('GET', path, headers),
    post: (path, body, headers) => ask('POST', path, headers, body),
    put: (path, body, headers) => ask('PUT', path, headers, body),
    delete: (path, headers) => ask('DELETE', path, headers),
  };
}

/** `?a=1&b=x%20y` */
export function query(params: Readonly<Record<string, string | number>>): string {
  return `?${new URLSearchParams(Object.entries(params).map(([name, value]) => [name, String(value)]))}`;
}

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: { readonly 'application/json': { schema: object } } }>
  >;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
}

/** Of what is no operation: another method, or nothing at that path. */
const generalErrors: Operation['responses'] = {
  default: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } },
};

const validators = new Map<string, ValidateFunction>();

function createCheck(app: App) {
  let document: Promise<Document> | undefined;
  const ajv = new Ajv2020({ strict: false, allErrors: true });

  return async (method: string, path: string, answer: Answer) => {
    document ??= app.fetch(new Request(`${origin}/api/v1/openapi.json`)).then((response) => response.json());
    const { paths, components } = await document;
    const pathname = new URL(`${origin}${path}`).pathname.replaceAll(/\/+/g, '/').replace(/\/?$/, '/');
    const operation = operationOf(paths, pathname, method.toLowerCase());
    const { responses } = operation ?? { responses: generalErrors };
    const status = String(answer.status);
    if (answer.status < 300 && !(status in responses))
      throw new Error(`${method} ${path}: ${status} is not documented`);
    const schema = (responses[status] ?? responses.default)?.content?.['application/json'].schema;
    if (!schema) {
      if (answer.text !== '') throw new Error(`${method} ${path}: a body where none is documented`);
      return;
    }
    const key = JSON.stringify(schema);
    const validate = validators.get(key) ?? ajv.compile({ ...schema, components });
    validators.set(key, validate);
    if (!validate(answer.body)) {
      const errors = JSON.stringify(validate.errors?.slice(0, 5));
      throw new Error(`${method} ${path} answers otherwise than documented: ${errors}\n${answer.text.slice(0, 2000)}`);
    }
  };
}

function operationOf(paths: Document['paths'], pathname: string, method: string): Operation | undefined {
  const templates = Object.keys(paths).filter((template) =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  );
  const exact = templates.find((template) => template === pathname) ?? templates[0];
  return exact === undefined ? undefined : paths[exact]?.[method];
}
