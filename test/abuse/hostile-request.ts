/** Requests at random: most of them near to what is right, for those get farther in. */
import fc from 'fast-check';
import { routes } from '../../src/rest/routes.ts';

export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
}

/** Ids and words that there are, so that some requests find something. */
export interface Known {
  readonly ids: readonly string[];
  readonly words: readonly string[];
}

const nasty = [
  ...[
    '',
    ' ',
    '0',
    '-1',
    '1e309',
    'NaN',
    'null',
    'true',
    '%',
    '%00',
    '%ff',
    '\0',
    '\ud800',
    '🚀',
    'İ',
    "' or 1=1 --",
    '"',
    '\\',
  ],
  ...[
    '2025-02-30',
    '0001-01-01',
    '9999-12-31',
    '0001-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59.999-14:00',
    '2025-01-01',
  ],
  ...[
    '2025-12-29T12:00:00 00:00',
    '+010000-01-01',
    '__proto__',
    'constructor',
    'toString',
    '{}',
    '[]',
    ',',
    ',,',
    '"a"",b"',
  ],
  ...[
    '(',
    'not not not',
    'status_type:won',
    'value > 5k',
    'note:"',
    'a..b',
    'sort:-value',
    'x'.repeat(2001),
    '('.repeat(500),
  ],
  ...[
    '9007199254740993',
    '99999999999999999999',
    '-',
    '--',
    '../../etc/passwd',
    '..',
    '*',
    'me',
    'today',
    '"3 days ago"',
  ],
];

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS', 'QUERY'];
const parameterNames = [...new Set(routes.flatMap(({ parameters = [] }) => parameters.map(({ name }) => name)))];
const bodyKeys = [
  ...['text', 'date', 'due_date', 'is_complete', 'assigned_to', 'priority', 'title', 'pinned', 'activity_at'],
  ...['query', 's_query', 'is_shared', 'source', 'destination', '_limit', 'cursor', 'sort', 'results_limit'],
  ...['lead_id', 'contact_id', 'user_id', 'status_id', 'status', 'pipeline_id', 'value', 'value_period', 'confidence'],
  ...[
    'note',
    'note_html',
    'date_won',
    'date_lost',
    'date_created',
    'created_by',
    'custom',
    'custom.x',
    'name',
    'label',
  ],
  ...['type', 'choices', 'accepts_multiple_values', 'statuses', 'fields', 'contacts', 'emails', 'phones', 'urls'],
  ...[
    'associations',
    'object_type',
    'opportunity_id',
    'old_status_id',
    'new_status_id',
    'description',
    'url',
    '_params',
  ],
];

const unit = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 30 }),
);

const textOf = ({ ids, words }: Known) => fc.oneof(unit, fc.constantFrom(...ids), fc.constantFrom(...words));

const query = (known: Known) =>
  fc
    .array(fc.tuple(fc.oneof(fc.constantFrom(...parameterNames), unit), textOf(known)), { maxLength: 4 })
    .chain((pairs) =>
      fc.oneof(
        {
          weight: 9,
          arbitrary: fc.constant(
            new URLSearchParams(pairs.map(([name, value]) => [name.toWellFormed(), value.toWellFormed()])).toString(),
          ),
        },
        { weight: 1, arbitrary: fc.constant(pairs.map((pair) => pair.join('=')).join('&')) },
      ),
    );

interface Target {
  readonly method: string;
  readonly path: string;
}

const target = (known: Known): fc.Arbitrary<Target> =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(
          fc.constantFrom(...routes),
          fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known.ids) }, { weight: 1, arbitrary: unit }),
          fc.oneof(
            { weight: 9, arbitrary: fc.constant(undefined) },
            { weight: 1, arbitrary: fc.constantFrom(...methods) },
          ),
          fc.boolean(),
        )
        .map(([route, id, method = route.method, slash]) => {
          const filled = route.path.replaceAll(/\{\w+\}/g, () => encoded(id) || 'x');
          return { method, path: slash ? filled : filled.slice(0, -1) };
        }),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...methods), fc.array(unit, { maxLength: 5 })).map(([method, parts]) => ({
        method,
        path: `/${parts.map(encoded).join('/')}`,
      })),
    },
  );

const encoded = (text: string) => encodeURIComponent(text.toWellFormed());

const value = (known: Known): fc.Arbitrary<unknown> =>
  fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      textOf(known),
      fc.constantFrom(null, true, false, 0, -1, 1.5, 100, 101, 1e15, 1e300, 99_999_999_999_999),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.oneof(fc.constantFrom('id', 'label', 'email', 'phone', 'url', 'type', 'object_type', 'name'), unit),
        tie('value'),
        { maxKeys: 3 },
      ),
    ),
  })).value;

const json = (known: Known) => {
  const keys = fc.oneof(
    fc.constantFrom(...bodyKeys),
    unit,
    fc.constantFrom(...known.ids).map((id) => `custom.${id}`),
  );
  return fc.dictionary(keys, value(known), { maxKeys: 6 }).map((object) => JSON.stringify(object));
};

const body = (known: Known) =>
  fc.oneof(
    { weight: 12, arbitrary: json(known) },
    { weight: 2, arbitrary: json(known).chain((text) => fc.nat(text.length).map((length) => text.slice(0, length))) },
    { weight: 2, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Uint8Array.from(bytes)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '['.repeat(50_000),
        '{"a":'.repeat(20_000),
        '{"note":"'.padEnd(1_100_000, 'x'),
        '{"a":1e400}',
        '\ufeff{}',
      ),
    },
  );

const headerText = fc.string({
  unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
  maxLength: 40,
});

const headers = fc.record(
  {
    'x-tz-offset': fc.oneof(fc.constantFrom('-11', '5.5', '14', '99', 'x', '1e9', '-0.0'), headerText),
    'x-http-method-override': fc.constantFrom('GET', 'PUT', 'DELETE', 'TRACE', 'x'.repeat(100)),
    'idempotency-key': fc.oneof(fc.constantFrom('a', 'b', ''), headerText),
    accept: headerText,
  },
  { requiredKeys: [] },
);

const contentType = fc.oneof(
  { weight: 9, arbitrary: fc.constant<string | undefined>('application/json') },
  {
    weight: 1,
    arbitrary: fc.constantFrom<string | undefined>(
      undefined,
      'text/plain',
      'multipart/form-data; boundary=x',
      'a/json',
    ),
  },
);

/** `key` is the right one; a few requests bring another, or none. */
export function hostileRequest(known: Known, key: string): fc.Arbitrary<HostileRequest> {
  const authorization = fc.oneof(
    { weight: 30, arbitrary: fc.constant<string | undefined>(`Bearer ${key}`) },
    { weight: 1, arbitrary: fc.oneof(fc.constant(undefined), headerText) },
  );
  return fc
    .tuple(target(known), query(known), headers, authorization, contentType, body(known))
    .map(([{ method, path }, asked, others, authorized, type, sent]) => {
      const takesBody = method !== 'GET' && method !== 'HEAD';
      const more = {
        ...(authorized !== undefined && { authorization: authorized }),
        ...(takesBody && type !== undefined && { 'content-type': type }),
      };
      return { method, path: `${path}?${asked}`, headers: { ...others, ...more }, body: takesBody ? sent : undefined };
    });
}
