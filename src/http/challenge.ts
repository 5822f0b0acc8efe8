/** How a request without a good key is told to bring one. */

const realm = 'realm="opportunity-gateway"';

/**
 * A browser that is asked for Basic shows a dialog, keeps what was typed, and sends it from then on with whatever any page
 * makes it send. So browsers are told of Bearer alone, which only a script can send.
 */
export function challengeOf({ headers }: Request): string {
  const isBrowser =
    headers.has('sec-fetch-mode') || headers.has('origin') || /\btext\/html\b/.test(headers.get('accept') ?? '');
  return isBrowser ? `Bearer ${realm}` : `Basic ${realm}`;
}
