/** What GraphiQL is made of, 9 MB, at addresses that change with it. */
import { createHash } from 'node:crypto';
import { respondWithStaticFile, type StaticFile, staticFile } from '../../http/static-file.ts';

/** Below it, a name that stands for one version of all files, and then theirs. */
export const filesPath = '/graphql/page';

export interface PageFiles {
  /** `/graphql/page/VERSION`, without a slash at its end. */
  readonly folder: string;
  readonly names: ReadonlyMap<string, StaticFile>;
}

/** Read and compressed once: to read them takes longer than all else of a start. */
export async function readPageFiles(): Promise<PageFiles> {
  const { css, js, favicon, editorWorkerService, jsonWorker, graphqlWorker } = await import(
    '@graphql-yoga/render-graphiql/graphiql'
  );
  const contents: readonly [name: string, content: Uint8Array][] = [
    ['graphiql.css', Buffer.from(css)],
    ['graphiql.js', Buffer.from(js)],
    ['editor.worker.js', Buffer.from(editorWorkerService)],
    ['json.worker.js', Buffer.from(jsonWorker)],
    ['graphql.worker.js', Buffer.from(graphqlWorker)],
    ['favicon.ico', Buffer.from(favicon.slice(favicon.indexOf(',') + 1), 'base64')],
  ];
  const hash = createHash('sha256');
  for (const [, content] of contents) hash.update(content);
  const version = hash.digest('hex').slice(0, 16);
  const files = contents.map(
    async ([name, content]): Promise<[string, StaticFile]> => [name, await staticFile(name, version, content)],
  );
  return { folder: `${filesPath}/${version}`, names: new Map(await Promise.all(files)) };
}

/** @returns undefined for what is no file of this version */
export function respondWithFile(request: Request, { folder, names }: PageFiles): Response | undefined {
  const { pathname } = new URL(request.url);
  const name = pathname.slice(folder.length + 1);
  const file = pathname === `${folder}/${name}` ? names.get(name) : undefined;
  return file && respondWithStaticFile(request, file);
}
