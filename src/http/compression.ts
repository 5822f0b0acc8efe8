/**
 * Answers made smaller for clients that read gzip. Only JSON, which is whole: a stream of events would wait in the compressor,
 * and its reader for the next event.
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import Negotiator from 'negotiator';
import { isJson, mediaTypeOf } from './media-type.ts';

/** What fits in a packet arrives no sooner when it is shorter, in bytes. */
const smallest = 1024;

export const zip = promisify(gzip);

export function acceptsGzip({ headers }: Pick<Request, 'headers'>): boolean {
  const accepted = headers.get('accept-encoding');
  if (accepted === null) return false;
  return new Negotiator({ headers: { 'accept-encoding': accepted } }).encodings(['gzip', 'identity'])[0] === 'gzip';
}

export async function compressJson(request: Request, response: Response): Promise<Response> {
  const { body, headers, status } = response;
  if (!body || !isJson(mediaTypeOf(response)) || headers.has('content-encoding')) return response;
  headers.append('vary', 'accept-encoding');
  if (!acceptsGzip(request)) return response;
  const plain = new Uint8Array(await response.arrayBuffer());
  if (plain.byteLength <= smallest) return new Response(plain, { status, headers });
  headers.set('content-encoding', 'gzip');
  headers.delete('content-length');
  return new Response(Uint8Array.from(await zip(plain)), { status, headers });
}
