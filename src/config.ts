/** The only reader of the environment: every setting, its default, and what it is for. README's table is printed from here. */
import { z } from 'zod';
import { DomainError } from './errors.ts';

const isOrigin = (text: string) => /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;

/** What zod says of it names a type of JavaScript. */
const number = z.coerce.number('must be a number');
const seconds = (most: number) => number.positive().max(most);
const count = number.int().min(1).max(1_000_000);
const yesOrNo = z
  .enum(['true', 'false'])
  .default('true')
  .transform((word) => word === 'true');
const atMost = (usual: number, highest: number, what: string) =>
  number.int().min(1).max(highest).default(usual).describe(what);
const zeroTo = (usual: number, what: string) => number.int().min(0).max(1e12).default(usual).describe(what);

const environment = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^(file:.|postgres(ql)?:\/\/)/, 'must begin with file: or postgresql://')
    .refine((url) => url.startsWith('file:') || URL.canParse(url), 'is not an address')
    .default('file:./data/gateway.db')
    .describe('Where the data is: `file:PATH` for SQLite, `postgresql://…` for PostgreSQL.'),
  DATABASE_DIRECT_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
    .optional()
    .describe(
      'PostgreSQL itself, where `DATABASE_URL` leads to PgBouncer in transaction mode: see docs/operations.md.',
    ),
  DATABASE_REPLICA_URLS: z
    .string()
    .transform((list) => list.split(/[\s,]+/).filter((url) => url !== ''))
    .refine((urls) => urls.every((url) => /^postgres(ql)?:\/\//.test(url) && URL.canParse(url)), {
      message: 'must be addresses like postgresql://user:password@host/database, between commas',
    })
    .default([])
    .describe('Streaming replicas of the PostgreSQL to read from, between commas.'),
  HOST: z.string().min(1).default('127.0.0.1').describe('The address to listen on.'),
  PORT: number.int().min(0).max(65535).default(4000).describe('The port to listen on; 0 takes a free one.'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('The least serious messages to print.'),
  SEED_API_KEY: z
    .string()
    .regex(/^[\x21-\x39\x3b-\x7e]+$/, 'must be printable ASCII without blanks and colons')
    .default('api_demo')
    .describe('The API key of the demo organization that an empty database is given.'),
  ALLOW_DEMO_KEY: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true` makes the demo, and lets its key in, also where `HOST` can be reached from elsewhere.'),
  NODE_ENV: z
    .string()
    .default('development')
    .describe('`production` makes no demo and refuses its key, whatever is said elsewhere.'),
  CORS_ORIGINS: z
    .string()
    .transform((list) => list.split(/[\s,]+/).filter((origin) => origin !== ''))
    .refine((origins) => origins.every(isOrigin), {
      message: 'must be origins like https://app.example.com, without a path, and not *, between commas',
    })
    .default([])
    .describe('Origins whose pages may use both doors from a browser, between commas: `http://localhost:5173`.'),
  DATABASE_POOL: number
    .int()
    .min(1)
    .max(500)
    .default(10)
    .describe(
      'The most PostgreSQL connections for reading, and as many again for writing; a few more stay free for keys and `/ready`.',
    ),
  DATABASE_WAIT: seconds(3600)
    .default(60)
    .describe('How many seconds a start waits for a PostgreSQL that cannot be reached yet.'),
  REQUEST_TIMEOUT: seconds(3600)
    .default(10)
    .describe('After how many seconds a request is stopped, in the database too, and answered with `TIMEOUT`.'),
  EXPORT_TIMEOUT: seconds(86_400)
    .default(600)
    .describe('After how many seconds a file that is sent by `/export/` breaks off: each holds a snapshot until then.'),
  EVENT_DAYS: atMost(30, 3650, 'How many days events are kept: what `/event/` and `events` tell of.'),
  WEBHOOK_PRIVATE_ADDRESSES: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true`: webhooks may lead to this machine and its network too, and not only to the public Internet.'),
  RECEIVE_TIMEOUT: seconds(3600).default(10).describe('How many seconds a client may take to send its request.'),
  REQUESTS: count.default(1000).describe('The most requests under way at once; more are answered with `OVERLOADED`.'),
  REQUESTS_PER_KEY: count
    .default(500)
    .describe(
      'The most requests of one key under way at once, and the most streams and sockets that it may have open.',
    ),
  INTROSPECTION: yesOrNo.describe('Whether the GraphQL schema may be asked for.'),
  TRUSTED_DOCUMENTS: z
    .string()
    .optional()
    .describe('A file of GraphQL documents by their ids, as compilers of clients write it: see docs/clients.md.'),
  TRUSTED_DOCUMENTS_ONLY: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true`: no other documents are executed, for nobody.'),
  GRAPHIQL: yesOrNo.describe('Whether browsers are given GraphiQL.'),
  METRICS_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'must be at least 16 printable ASCII characters without blanks')
    .optional()
    .describe('What `/metrics` wants as Bearer token; without it there are metrics only where `HOST` is this machine.'),
  PAGE: yesOrNo.describe('Whether `/` is the page of the pipeline; else it leads to GraphQL.'),
  LIMIT_COST: atMost(100_000, 1_000_000_000, 'The most points that one GraphQL question may cost: see docs/limits.md.'),
  LIMIT_DEPTH: atMost(15, 500, 'The most fields within fields of a GraphQL question.'),
  LIMIT_ALIASES: atMost(
    50,
    10_000,
    'The most aliases of a GraphQL question, those of fragments wherever they are spread.',
  ),
  LIMIT_ROOT_FIELDS: atMost(20, 10_000, 'The most fields at the top of a GraphQL question.'),
  LIMIT_REPEATS: atMost(50, 1000, 'How often a GraphQL document may have fields of one name, or alias.'),
  LIMIT_TOKENS: atMost(2000, 10_000, 'The most names, numbers, texts and signs of a GraphQL document.'),
  RATE_LIMIT_SECONDS: atMost(10, 86_400, 'The time in which one key may use what the next two say.'),
  RATE_LIMIT_COST: zeroTo(
    1_000_000,
    'The most points that its GraphQL questions may cost; 0: told, but nobody is turned away.',
  ),
  RATE_LIMIT_REQUESTS: zeroTo(0, 'The most REST requests; 0: nobody is turned away, and 240 in 10 seconds are told.'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://')
    .optional()
    .describe('Where several gateways count together what a key has used; each counts in memory without it.'),
});

/** What one GraphQL question may ask for. */
export interface QuestionLimits {
  readonly cost: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly repeats: number;
  readonly tokens: number;
}

export interface Config {
  readonly databaseUrl: string;
  /** The same by way of a pooler, to answer requests from. */
  readonly pooledUrl: string | undefined;
  readonly replicaUrls: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly seedApiKey: string;
  readonly poolSize: number;
  /** In milliseconds, as the other times. */
  readonly databaseWait: number;
  readonly requestTimeout: number;
  readonly exportTimeout: number;
  readonly receiveTimeout: number;
  readonly eventDays: number;
  readonly webhooks: { readonly privateAllowed: boolean };
  readonly requests: { readonly inAll: number; readonly ofOne: number };
  readonly introspection: boolean;
  readonly explorer: boolean;
  readonly metricsKey: string | undefined;
  readonly page: boolean;
  readonly trustedDocuments: { readonly file: string; readonly only: boolean } | undefined;
  readonly corsOrigins: readonly string[];
  readonly allowDemoKey: boolean;
  readonly isProduction: boolean;
  readonly limits: QuestionLimits;
  /** Of one key in each window; 0 turns nobody away. */
  readonly rateLimits: {
    readonly seconds: number;
    readonly cost: number;
    readonly requests: number;
    readonly redisUrl: string | undefined;
  };
}

/** @throws INVALID_INPUT that names every wrong variable at once */
export function readConfig(variables: Readonly<Record<string, string | undefined>> = process.env): Config {
  // A variable set to nothing is not set: `PORT= npm start` means the default.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const read = environment.safeParse(given);
  if (!read.success) {
    const wrong = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new DomainError('INVALID_INPUT', `Wrong configuration. ${wrong.join('. ')}.`);
  }
  return {
    ...(read.data.DATABASE_DIRECT_URL === undefined
      ? { databaseUrl: read.data.DATABASE_URL, pooledUrl: undefined }
      : { databaseUrl: read.data.DATABASE_DIRECT_URL, pooledUrl: read.data.DATABASE_URL }),
    replicaUrls: read.data.DATABASE_REPLICA_URLS,
    host: read.data.HOST,
    port: read.data.PORT,
    logLevel: read.data.LOG_LEVEL,
    seedApiKey: read.data.SEED_API_KEY,
    poolSize: read.data.DATABASE_POOL,
    databaseWait: read.data.DATABASE_WAIT * 1000,
    requestTimeout: read.data.REQUEST_TIMEOUT * 1000,
    exportTimeout: read.data.EXPORT_TIMEOUT * 1000,
    receiveTimeout: read.data.RECEIVE_TIMEOUT * 1000,
    eventDays: read.data.EVENT_DAYS,
    webhooks: { privateAllowed: read.data.WEBHOOK_PRIVATE_ADDRESSES === 'true' },
    requests: { inAll: read.data.REQUESTS, ofOne: read.data.REQUESTS_PER_KEY },
    introspection: read.data.INTROSPECTION,
    explorer: read.data.GRAPHIQL,
    metricsKey: read.data.METRICS_KEY,
    page: read.data.PAGE,
    trustedDocuments: trustedDocumentsOf(read.data),
    corsOrigins: read.data.CORS_ORIGINS,
    allowDemoKey: read.data.ALLOW_DEMO_KEY === 'true',
    isProduction: read.data.NODE_ENV === 'production',
    limits: limitsOf(read.data),
    rateLimits: {
      seconds: read.data.RATE_LIMIT_SECONDS,
      cost: read.data.RATE_LIMIT_COST,
      requests: read.data.RATE_LIMIT_REQUESTS,
      redisUrl: read.data.REDIS_URL,
    },
  };
}

function trustedDocumentsOf({ TRUSTED_DOCUMENTS: file, TRUSTED_DOCUMENTS_ONLY: only }: z.infer<typeof environment>) {
  if (file !== undefined) return { file, only: only === 'true' };
  if (only === 'false') return undefined;
  throw new DomainError(
    'INVALID_INPUT',
    'Wrong configuration. TRUSTED_DOCUMENTS_ONLY needs the file TRUSTED_DOCUMENTS.',
  );
}

const limitsOf = (data: z.infer<typeof environment>): QuestionLimits => ({
  cost: data.LIMIT_COST,
  depth: data.LIMIT_DEPTH,
  aliases: data.LIMIT_ALIASES,
  rootFields: data.LIMIT_ROOT_FIELDS,
  repeats: data.LIMIT_REPEATS,
  tokens: data.LIMIT_TOKENS,
});

/** Without a variable. */
export const usualLimits: QuestionLimits = limitsOf(environment.parse({}));

export interface Setting {
  readonly name: string;
  /** As it would be written; empty where there is none. */
  readonly standard: string;
  readonly description: string;
}

export const settings: readonly Setting[] = Object.entries(environment.shape).map(([name, schema]) => ({
  name,
  standard: String(schema.parse(undefined) ?? ''),
  description: schema.description ?? '',
}));

/** A Markdown table of all settings. */
export function describeConfig(): string {
  const rows = settings.map(
    ({ name, standard, description }) =>
      `| \`${name}\` | ${standard === '' ? 'none' : `\`${standard}\``} | ${description} |`,
  );
  return ['| variable | default | what for |', '|---|---|---|', ...rows].join('\n');
}
