/** Files whose addresses change with what is in them: a browser loads each once, and never asks whether it has changed. */
import { acceptsGzip, zip } from './compression.ts';

export interface StaticFile {
  readonly type: string;
  readonly etag: string;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer>;
}

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Compressed once. @param version what changes whenever the file does */
export async function staticFile(name: string, version: string, content: Uint8Array): Promise<StaticFile> {
  return {
    type: types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
    etag: `"${version}-${name}"`,
    plain: Uint8Array.from(content),
    gzip: Uint8Array.from(await zip(content)),
  };
}

export function respondWithStaticFile(request: Request, { type, etag, plain, gzip }: StaticFile): Response {
  const headers = { etag, 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' };
  if (request.headers.get('if-none-match')?.includes(etag)) return new Response(null, { status: 304, headers });
  const zipped = acceptsGzip(request);
  return new Response(zipped ? gzip : plain, {
    headers: { ...headers, 'content-type': type, ...(zipped && { 'content-encoding': 'gzip' }) },
  });
}
