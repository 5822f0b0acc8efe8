/**
 * Whether another page's script, or its form, could have sent this request without the browser asking us first. A form on
 * another site created a lead with the key that the browser had kept: what browsers send unasked must change nothing.
 */

/** None of them can be set across origins without a preflight, and clients that know the danger send one of them. */
const telling = ['x-graphql-yoga-csrf', 'apollo-require-preflight', 'graphql-require-preflight', 'x-requested-with'];

/** A browser never sends a Bearer token by itself, as it does what it was told once for HTTP Basic. */
const isBearer = (authorization: string | null) => /^bearer /i.test(authorization ?? '');

export function forcesPreflight({ headers }: Request, mediaType: string | undefined): boolean {
  return (
    isBearer(headers.get('authorization')) ||
    telling.some((name) => headers.has(name)) ||
    (mediaType !== undefined && !simpleTypes.has(mediaType))
  );
}

/** https://fetch.spec.whatwg.org/#cors-safelisted-request-header */
const simpleTypes: ReadonlySet<string> = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
]);
