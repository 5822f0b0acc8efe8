/** Answers to requests that no operation is executed for, in the form that GraphQL clients read errors in. */
import { GraphQLError } from 'graphql';
import { DomainError, statusOf } from '../../errors.ts';
import { challengeOf } from '../../http/challenge.ts';
import { mediaTypeOf } from '../../http/media-type.ts';
import { forcesPreflight } from '../../http/preflight.ts';
import type { Allowance } from '../../http/rate-limit/bucket.ts';
import { limitHeaders } from '../../http/rate-limit/headers.ts';
import { headersOf } from '../../http/refusal-headers.ts';
import { inThousands } from '../../value/thousands.ts';

const bodies = ['application/json', 'application/graphql', 'application/graphql+json'];

/** @throws METHOD_NOT_ALLOWED */
function assertMethod({ method }: Request): void {
  if (['GET', 'POST'].includes(method)) return;
  throw new DomainError(
    'METHOD_NOT_ALLOWED',
    `GraphQL takes POST and GET, not ${method.slice(0, 20)}. Clients of Server-Sent Events use a connection for each subscription (graphql-sse: singleConnection: false).`,
  );
}

/** @throws NOT_ACCEPTABLE: before there is a stream, which nobody would end */
export function assertTakesEvents({ headers }: Request): void {
  const accept = headers.get('accept') ?? '*/*';
  if (/text\/event-stream|text\/\*|\*\/\*/.test(accept)) return;
  throw new DomainError(
    'NOT_ACCEPTABLE',
    'Events are told as text/event-stream (send that as «accept»), or over WebSocket by the protocol graphql-transport-ws; not as one JSON answer, nor as multipart/mixed.',
  );
}

/** What another page could make a browser send is not looked into, whoever's key comes with it. @throws DomainError */
export function assertAsked(request: Request): void {
  assertMethod(request);
  const mediaType = mediaTypeOf(request);
  if (request.method === 'POST' && !bodies.includes(mediaType ?? '')) {
    const seen = mediaType ?? request.headers.get('content-type') ?? 'none';
    throw new DomainError(
      'UNSUPPORTED_MEDIA_TYPE',
      `Send the body as application/json or application/graphql, not as ${seen.slice(0, 100)}. Files cannot be uploaded.`,
    );
  }
  if (!forcesPreflight(request, mediaType)) {
    throw new DomainError(
      'PREFLIGHT_REQUIRED',
      'A request without a JSON body needs «authorization: Bearer KEY» or the header «x-graphql-yoga-csrf» (any value), which no other page can make a browser send.',
    );
  }
}

const bringKey = 'Send an API key: as the user name of HTTP Basic (curl -u KEY:), or as a Bearer token.';

export function unauthenticated(request: Request): Response {
  return refusal(401, 'UNAUTHENTICATED', bringKey, { 'www-authenticate': challengeOf(request) });
}

export function rateLimited(allowance: Allowance): Response {
  return refusal(statusOf.RATE_LIMITED, 'RATE_LIMITED', tooMuch(allowance), limitHeaders(allowance));
}

export interface Refused {
  /** What the key has used up, or that it opens nothing. */
  readonly refused: Allowance | 'unknown key';
}

/** The same where there is no answer to give a status and headers. */
export function refusedOperation({ refused }: Refused): DomainError {
  if (refused === 'unknown key') return new DomainError('UNAUTHENTICATED', bringKey);
  const extra = { retryAfter: Math.ceil(refused.reset) };
  return new DomainError('RATE_LIMITED', tooMuch(refused), { extra });
}

export function refusalOf({ code, message }: DomainError): Response {
  return refusal(statusOf[code], code, message, headersOf(code));
}

export function unexpected(requestId: string): Response {
  const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId };
  return Response.json({ errors: [{ message: 'Unexpected error.', extensions }] }, { status: 500 });
}

export function tooMuch({ limit, window, reset }: Allowance): string {
  const number = inThousands(limit);
  return `You have used the ${number} points that you may use in ${window} seconds. Try again in ${Math.ceil(reset)} seconds.`;
}

function refusal(status: number, code: string, message: string, headers: Readonly<Record<string, string>>): Response {
  return Response.json({ errors: [{ message, extensions: { code } }] }, { status, headers });
}

/** What is told to whoever has used up what a key may use. */
export function usedUp(allowance: Allowance, cost: number): GraphQLError {
  const code = 'RATE_LIMITED';
  const http = { status: statusOf[code], headers: limitHeaders(allowance) };
  return new GraphQLError(tooMuch(allowance), {
    extensions: { code, cost, retryAfter: Math.ceil(allowance.reset), http },
  });
}
