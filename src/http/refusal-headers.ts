/** What an answer that is no success says to the connection and to whoever would try again. */
import { type ErrorCode, statusOf } from '../errors.ts';

/** A body that was not read to its end is still on its way: the next request on the connection hung behind it. */
export const unread = { connection: 'close' };

export function headersOf(code: ErrorCode): Readonly<Record<string, string>> {
  if (code === 'BODY_TOO_LARGE') return unread;
  if (code === 'METHOD_NOT_ALLOWED') return { allow: 'GET, POST' };
  return statusOf[code] >= 500 ? { 'retry-after': '1' } : {};
}
