/** The page of the pipeline at `/`, which scripts/build.ts makes of src/page. To the gateway it is a client like any other. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { pageFolder } from '../assets.ts';
import { isLoopbackHost } from './loopback.ts';
import { respondWithStaticFile, type StaticFile, staticFile } from './static-file.ts';

/** Below it, files whose names change with what is in them. */
export const pageFilesPath = '/page/';

/** @returns undefined where the address is that of nothing of it, or where it was not built */
export type PipelinePage = (request: Request) => Promise<Response | undefined>;

interface Built {
  readonly html: string;
  readonly files: ReadonlyMap<string, StaticFile>;
}

/** Where `demoKey` is given the page has it filled in, for those who see it under a loopback name: see GraphiQL's page. */
export function createPipelinePage(demoKey: string | undefined): PipelinePage {
  let built: Promise<Built | undefined> | undefined;
  return async (request) => {
    built ??= readBuilt();
    const page = await built;
    if (!page) return undefined;
    const { pathname, hostname } = new URL(request.url);
    if (pathname === '/') return respond(request, withKey(page.html, isLoopbackHost(hostname) ? demoKey : undefined));
    const file = page.files.get(pathname.slice(pageFilesPath.length));
    return file && respondWithStaticFile(request, file);
  };
}

async function readBuilt(): Promise<Built | undefined> {
  const folder = pageFolder();
  const names = await readdir(folder).catch((): string[] => []);
  if (!names.includes('index.html')) return undefined;
  const files = names
    .filter((name) => name !== 'index.html')
    .map(async (name): Promise<[string, StaticFile]> => {
      return [name, await staticFile(name, 'page', await readFile(new URL(name, folder)))];
    });
  return { html: await readFile(new URL('index.html', folder), 'utf8'), files: new Map(await Promise.all(files)) };
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', '<': '&lt;' };

const withKey = (html: string, key: string | undefined) =>
  key === undefined
    ? html
    : html.replace('</head>', () => {
        const content = key.replaceAll(/[&"<]/g, (sign) => escapes[sign] ?? sign);
        return `<meta name="demo-key" content="${content}"></head>`;
      });

function respond({ headers: asked }: Request, html: string): Response {
  const etag = `W/"${createHash('sha256').update(html).digest('base64')}"`;
  const headers = { etag, 'cache-control': 'no-cache', vary: 'host', 'content-security-policy': policy };
  if (asked.get('if-none-match')?.includes(etag)) return new Response(null, { status: 304, headers });
  return new Response(html, { headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } });
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
