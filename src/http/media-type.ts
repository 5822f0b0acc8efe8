/** What kind of thing a body is, parsed as browsers parse it: `text/plain; application/json` is text. */
import { MIMEType } from 'node:util';

/** @returns in lower case, without parameters; undefined where there is none, or none that can be read */
export function mediaTypeOf({ headers }: Pick<Request, 'headers'>): string | undefined {
  try {
    return new MIMEType(headers.get('content-type') ?? '').essence;
  } catch {
    return undefined;
  }
}

export const isJson = (mediaType: string | undefined): boolean =>
  mediaType !== undefined && /^[^/]+\/(?:.*\+)?json$/.test(mediaType);
