/** The OpenAPI document and a page to read and try it, for anybody: nothing is loaded from elsewhere. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { asset } from '../assets.ts';
import { acceptsGzip } from '../http/compression.ts';

interface Page {
  readonly type: string;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer>;
}

/** @returns undefined where the path names none of its pages */
export type Documentation = (request: Request, path: string) => Response | undefined;

/** Files of the viewer are read and compressed once, when they are first asked for. */
export function createDocumentation(document: object, base: string): Documentation {
  const file = (place: Parameters<typeof asset>[0]) => () => readFileSync(asset(place));
  const sources = new Map<string, readonly [type: string, read: () => Uint8Array | string]>([
    ['/openapi.json/', ['application/json', () => JSON.stringify(document)]],
    ['/docs/', ['text/html; charset=utf-8', () => page(base)]],
    ['/docs/start.js/', ['text/javascript; charset=utf-8', () => start(`${base}/openapi.json`)]],
    ['/docs/swagger-ui.css/', ['text/css; charset=utf-8', file('page/swagger-ui/swagger-ui.css')]],
    ['/docs/swagger-ui-bundle.js/', ['text/javascript; charset=utf-8', file('page/swagger-ui/swagger-ui-bundle.js')]],
  ]);
  const pages = new Map<string, Page>();

  return (request, path) => {
    const source = sources.get(path);
    if (!source || (request.method !== 'GET' && request.method !== 'HEAD')) return undefined;
    const found = pages.get(path) ?? compress(source[0], source[1]());
    pages.set(path, found);
    return respond(request, found);
  };
}

function compress(type: string, content: Uint8Array | string): Page {
  const plain = typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content);
  return { type, plain, gzip: Uint8Array.from(gzipSync(plain)) };
}

function respond(request: Request, { type, plain, gzip }: Page): Response {
  const zipped = acceptsGzip(request);
  const headers = {
    'content-type': type,
    'cache-control': 'no-cache',
    vary: 'accept-encoding',
    // The viewer puts styles into its elements and pictures into its style sheet.
    'content-security-policy':
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; form-action 'none'",
    ...(zipped && { 'content-encoding': 'gzip' }),
  };
  return new Response(request.method === 'HEAD' ? null : zipped ? gzip : plain, { headers });
}

/** Its address may end in a slash or not: the base is the same. */
const page = (base: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Opportunity gateway: REST API</title>
    <base href="${base}/docs/">
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="swagger-ui.css">
  </head>
  <body>
    <div id="viewer"></div>
    <script src="swagger-ui-bundle.js"></script>
    <script src="start.js"></script>
  </body>
</html>
`;

const start = (
  url: string,
) => `SwaggerUIBundle(${JSON.stringify({ url, dom_id: '#viewer', deepLinking: true, docExpansion: 'list' })});
`;
