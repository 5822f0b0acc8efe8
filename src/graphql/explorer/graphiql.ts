/** The GraphiQL page: nothing of it is loaded from elsewhere. */
import { createHash } from 'node:crypto';
import { isLoopbackHost } from '../../http/loopback.ts';
import { exampleQueries } from './examples.ts';
import { type PageFiles, readPageFiles, respondWithFile } from './files.ts';

/** @returns undefined where the address is that of no page or file of it */
export type GraphiqlPage = (request: Request) => Promise<Response | undefined>;

/**
 * The demo key stands in it only where `demoKey` is given, which is for loopback addresses alone: whoever can see the page
 * could use the key. A page elsewhere can let its own name mean this machine, and read what it finds; then there is no key.
 */
export function createGraphiqlPage(path: string, demoKey: string | undefined): GraphiqlPage {
  let files: Promise<PageFiles> | undefined;
  return async (request) => {
    files ??= readPageFiles();
    const { pathname, hostname } = new URL(request.url);
    if (pathname !== path) return respondWithFile(request, await files);
    return respond(request, (await files).folder, isLoopbackHost(hostname) ? demoKey : undefined);
  };
}

function respond({ headers: asked }: Request, folder: string, demoKey: string | undefined): Response {
  const script = start(folder, demoKey);
  const page = render(folder, script);
  const etag = `W/"${sha256(page)}"`;
  const headers = {
    etag,
    'cache-control': 'no-cache',
    vary: 'accept, host',
    'content-security-policy': policy(script),
  };
  if (asked.get('if-none-match')?.includes(etag)) return new Response(null, { status: 304, headers });
  return new Response(page, { headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } });
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

/** The editor puts styles and fonts into the page. */
const policy = (script: string) =>
  [
    "default-src 'none'",
    `script-src 'self' 'sha256-${sha256(script)}'`,
    "style-src 'self' 'unsafe-inline'",
    'font-src data:',
    "img-src 'self' data:",
    "worker-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/**
 * Tabs are measured when they are drawn; fonts that come later make them smaller, and GraphiQL then takes each for dragged: at
 * the first click on one it jumped from under the pointer, and nothing happened. So fonts come first.
 */
function start(folder: string, demoKey: string | undefined): string {
  const headers = demoKey && JSON.stringify({ authorization: `Bearer ${demoKey}` }, null, 2);
  const options = {
    title: 'opportunity-gateway',
    shouldPersistHeaders: false,
    // What the browser may have kept for this address is not what the person has typed here.
    credentials: 'omit',
    additionalHeaders: { 'x-graphql-yoga-csrf': '1' },
    ...(headers && { headers }),
    defaultTabs: exampleQueries.map((query) => ({ query, ...(headers && { headers }) })),
  };
  const workers = {
    editorWorkerService: `${folder}/editor.worker.js`,
    json: `${folder}/json.worker.js`,
    graphql: `${folder}/graphql.worker.js`,
  };
  // In a script of a page, a `<` of theirs could end it.
  const text = (value: object) => JSON.stringify(value).replaceAll('<', '\\u003c');
  return `
const workers = ${text(workers)};
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => workers[label] };
Promise.allSettled([...document.fonts].map((font) => font.load())).then(() =>
  YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), ${text(options)}),
);
`;
}

const render = (folder: string, script: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>opportunity-gateway</title>
    <link rel="icon" href="${folder}/favicon.ico">
    <link rel="stylesheet" href="${folder}/graphiql.css">
  </head>
  <body id="body" class="no-focus-outline">
    <noscript>GraphiQL needs JavaScript.</noscript>
    <div id="root"></div>
    <script src="${folder}/graphiql.js"></script>
    <script>${script}</script>
  </body>
</html>
`;
