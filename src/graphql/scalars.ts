/** Scalars: each says in its description what goes over the wire, and its parser what would have been right. */
import { GraphQLError, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { toJsonNumber } from '../value/money.ts';
import { formatInstant, type Instant, parseCalendarDate, parseInstant, toInstant, utc } from '../value/period.ts';
import { builder } from './builder.ts';

// Without a specification: none is known that has amounts in minor units as JSON numbers.
builder.scalarType('Money', {
  description:
    'An amount in minor units (cents for USD, yen for JPY) of the organization’s currency: a JSON integer, exact up to 9007199254740991 either way.',
  serialize: (amount) => toJsonNumber(BigInt(amount as bigint)),
  parseValue: (value) => parseMoney(value),
  parseLiteral: (node) => parseMoney(literal(node), node),
});

function parseMoney(value: unknown, node?: ValueNode): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === 'string' && /^-?\d{1,19}$/.test(value)) return BigInt(value);
  throw wrong('Money', 'an integer number of minor units, such as 150000 for $1,500.00', value, node);
}

builder.scalarType('Date', {
  specifiedByURL: 'https://scalars.graphql.org/andimarek/local-date',
  description: 'A calendar date, `YYYY-MM-DD`, without a time or zone: `2026-03-31`.',
  serialize: (day) => day as string,
  parseValue: (value) => parseDay(value),
  parseLiteral: (node) => parseDay(literal(node), node),
});

function parseDay(value: unknown, node?: ValueNode) {
  const day = typeof value === 'string' ? parseCalendarDate(value) : undefined;
  if (day === undefined) throw wrong('Date', 'a day that exists, such as "2026-03-31"', value, node);
  return day;
}

builder.scalarType('DateTime', {
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  description: 'An instant, ISO 8601 with a zone: `2026-06-19T12:04:53.517Z`. Printed in UTC with milliseconds.',
  serialize: (instant) => formatInstant(instant instanceof Date ? toInstant(instant) : (instant as Instant)),
  parseValue: (value) => parseMoment(value),
  parseLiteral: (node) => parseMoment(literal(node), node),
});

function parseMoment(value: unknown, node?: ValueNode): Instant {
  const zoned = typeof value === 'string' && /(z|[+-]\d{2}(:?\d{2})?)$/i.test(value);
  const instant = zoned ? parseInstant(value, utc) : undefined;
  if (instant === undefined)
    throw wrong('DateTime', 'an instant with its zone, such as "2026-06-19T12:04:53Z"', value, node);
  return instant;
}

builder.scalarType('DateOrDateTime', {
  specifiedByURL: 'https://www.iso.org/iso-8601-date-and-time-format.html',
  description:
    'A calendar date or an instant. A bare date is the whole day, and a time without a zone the time, in the caller’s zone (`timeZone`, else the header `x-tz-offset`, else UTC).',
  serialize: (text) => text as string,
  parseValue: (value) => parseDayOrMoment(value),
  parseLiteral: (node) => parseDayOrMoment(literal(node), node),
});

function parseDayOrMoment(value: unknown, node?: ValueNode): string {
  const known = typeof value === 'string' && (parseCalendarDate(value) ?? parseInstant(value, utc)) !== undefined;
  if (!known) throw wrong('DateOrDateTime', '"2026-03-31" or "2026-03-31T14:00:00Z"', value, node);
  return value;
}

builder.scalarType('FilterJSON', {
  specifiedByURL: 'https://ecma-international.org/publications-and-standards/standards/ecma-404/',
  description:
    'A filter as JSON, in the shape of the input `OpportunityFilter`, or `LeadFilter` where leads are filtered: hand it back as the variable `filter`.',
  serialize: (filter) => filter,
  parseValue: () => {
    throw new GraphQLError('FilterJSON is for output only: use the input OpportunityFilter.');
  },
});

builder.scalarType('ObjectJSON', {
  specifiedByURL: 'https://ecma-international.org/publications-and-standards/standards/ecma-404/',
  description:
    'What is stored of an object as JSON, by the names that REST has: `status_id`, `value` in minor units, moments in UTC, and `custom.cf_…` as lists of values.',
  serialize: (image) => image,
  parseValue: () => {
    throw new GraphQLError('ObjectJSON is for output only.');
  },
});

builder.scalarType('EventFilterJSON', {
  specifiedByURL: 'https://ecma-international.org/publications-and-standards/standards/ecma-404/',
  description:
    'Conditions about an event as JSON, as REST takes them for `extra_filter`: `{"type": "field_accessor", "field": …, "filter": …}` and what else docs/webhooks.md has.',
  serialize: (filter) => filter,
  parseValue: (value) => conditions(value),
  parseLiteral: (node, variables) => conditions(valueFromASTUntyped(node, variables), node),
});

function conditions(value: unknown, node?: ValueNode): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw wrong('EventFilterJSON', 'an object with a type', value, node);
}

const literal = (node: ValueNode): unknown => (node.kind === Kind.INT ? intOf(node.value) : valueFromASTUntyped(node));

/** Digits beyond 2^53 stay text, for a number would round them silently. */
function intOf(digits: string): number | string {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : digits;
}

/** @param node where it stands, if it is no variable */
function wrong(scalar: string, right: string, value: unknown, node: ValueNode | undefined): GraphQLError {
  const shown = (JSON.stringify(value) ?? 'nothing').slice(0, 60);
  return new GraphQLError(`${scalar} must be ${right}, not ${shown}.`, {
    nodes: node ?? null,
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
