/** The GraphiQL page: bundled, with nothing loaded from elsewhere. */
import { gzipSync } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { exampleQueries } from './examples.ts';

export type GraphiqlPage = (request: Request) => Response;

/**
 * The page is 9 MB: rendered and compressed once, at the first visit. The demo key stands in it only where `demoKey` is given,
 * which is for loopback addresses alone: whoever can see the page could use the key.
 */
export function createGraphiqlPage(demoKey: string | undefined): GraphiqlPage {
  let page: { plain: string; gzip: Uint8Array<ArrayBuffer> } | undefined;
  return (request) => {
    page ??= compress(render(demoKey));
    const zipped = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      vary: 'accept, accept-encoding',
      ...(zipped && { 'content-encoding': 'gzip' }),
    };
    return new Response(zipped ? page.gzip : page.plain, { headers });
  };
}

function compress(plain: string) {
  return { plain, gzip: Uint8Array.from(gzipSync(plain)) };
}

function render(demoKey: string | undefined): string {
  const headers = demoKey && JSON.stringify({ authorization: `Bearer ${demoKey}` }, null, 2);
  const options = {
    title: 'opportunity-gateway',
    shouldPersistHeaders: false,
    ...(headers && { headers }),
    defaultTabs: exampleQueries.map((query) => ({ query, ...(headers && { headers }) })),
  };
  // The options stand in a script of the page, where a `<` in them could end it.
  const json = JSON.stringify(options);
  return renderGraphiQL(options).replace(json, () => json.replaceAll('<', '\\u003c'));
}
