/** The GraphiQL page: bundled, with nothing loaded from elsewhere. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { isLoopbackHost } from '../../http/loopback.ts';
import { exampleQueries } from './examples.ts';

export type GraphiqlPage = (request: Request) => Promise<Response>;

interface Rendered {
  readonly plain: string;
  readonly gzip: Uint8Array<ArrayBuffer>;
  readonly etag: string;
  readonly policy: string;
}

/**
 * The page is 9 MB: rendered and compressed once, at the first visit, and loaded again by a browser only when it has changed.
 * The demo key stands in it only where `demoKey` is given, which is for loopback addresses alone: whoever can see the page
 * could use the key. A page elsewhere can let its own name mean this machine, and read what it finds; then there is no key.
 */
export function createGraphiqlPage(demoKey: string | undefined): GraphiqlPage {
  const pages = new Map<string | undefined, Promise<Rendered>>();
  return async (request) => {
    const key = isLoopbackHost(new URL(request.url).hostname) ? demoKey : undefined;
    const page = pages.get(key) ?? render(key);
    pages.set(key, page);
    return respond(request, await page);
  };
}

function respond({ headers: asked }: Request, { plain, gzip, etag, policy }: Rendered): Response {
  const headers = {
    etag,
    'cache-control': 'no-cache',
    vary: 'accept, accept-encoding, host',
    'content-security-policy': policy,
  };
  if (asked.get('if-none-match')?.includes(etag)) return new Response(null, { status: 304, headers });
  const zipped = /\bgzip\b/.test(asked.get('accept-encoding') ?? '');
  return new Response(zipped ? gzip : plain, {
    headers: { ...headers, 'content-type': 'text/html; charset=utf-8', ...(zipped && { 'content-encoding': 'gzip' }) },
  });
}

async function render(demoKey: string | undefined): Promise<Rendered> {
  const plain = await renderPage(demoKey);
  const hash = (text: string) => createHash('sha256').update(text).digest('base64');
  // The editor puts styles and fonts into the page, and makes its workers from texts that stand in the one script.
  const policy = [
    "default-src 'none'",
    `script-src ${scriptsOf(plain).map((script) => `'sha256-${hash(script)}'`)}`,
    "style-src 'unsafe-inline'",
    'font-src data:',
    'img-src data:',
    'worker-src blob:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return { plain, gzip: Uint8Array.from(gzipSync(plain)), etag: `W/"${hash(plain)}"`, policy };
}

/** Of the page's own HTML: within a script, what looks like the end of one is written otherwise, or it would be the end. */
function scriptsOf(html: string): readonly string[] {
  return [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script = '']) => script);
}

async function renderPage(demoKey: string | undefined): Promise<string> {
  // Loaded with the first visit: to read it takes longer than all else of a start.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const headers = demoKey && JSON.stringify({ authorization: `Bearer ${demoKey}` }, null, 2);
  const options = {
    title: 'opportunity-gateway',
    shouldPersistHeaders: false,
    // What the browser may have kept for this address is not what the person has typed here.
    credentials: 'omit' as const,
    additionalHeaders: { 'x-graphql-yoga-csrf': '1' },
    ...(headers && { headers }),
    defaultTabs: exampleQueries.map((query) => ({ query, ...(headers && { headers }) })),
  };
  // The options stand in a script of the page, where a `<` in them could end it.
  const json = JSON.stringify(options);
  return renderGraphiQL(options).replace(json, () => json.replaceAll('<', '\\u003c'));
}
