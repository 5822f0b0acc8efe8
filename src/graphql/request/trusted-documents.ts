/**
 * Documents that are known beforehand, by their ids: who asks sends the id in place of the text. A file says which, as clients'
 * compilers write it; with `only`, nothing else is executed.
 */
import { readFileSync } from 'node:fs';
import { GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import type { GraphqlRequest } from './execution.ts';
import { refusing } from './mask-error.ts';

export interface TrustedDocuments {
  readonly file: string;
  /** Whether no others are executed. */
  readonly only: boolean;
}

/** What is to be executed: the text that the id stands for, or the one that was sent. @throws GraphQLError, DomainError */
export type DocumentOf = (params: GraphQLParams) => string | undefined;

/** As graphql-codegen and Relay write it, and as Apollo does. */
const manifest = z.union([
  z.object({
    format: z.literal('apollo-persisted-query-manifest'),
    version: z.literal(1),
    operations: z.array(z.object({ id: z.string().min(1), body: z.string().min(1) })),
  }),
  z.record(z.string(), z.string().min(1)),
]);

/** @throws DomainError that names the file */
export function readTrustedDocuments(trusted: TrustedDocuments | undefined): DocumentOf {
  const texts = new Map(trusted && readManifest(trusted.file));
  const known = new Set(texts.values());
  return (params) => {
    const { id, isOfApollo } = idOf(params);
    if (params.query) {
      if (trusted?.only && !known.has(params.query)) throw new DomainError('UNTRUSTED_DOCUMENT', onlyTrusted);
      return params.query;
    }
    if (id === undefined) return params.query;
    const text = texts.get(id);
    if (text === undefined) throw isOfApollo ? unknownToApollo(trusted !== undefined) : unknown(id);
    return text;
  };
}

export function useTrustedDocuments(documentOf: DocumentOf): Plugin<object, GraphqlRequest> {
  return {
    onParams({ params, setParams, request, context }) {
      // Of an address Yoga reads no other parameters than those of old.
      const documentId = request.method === 'GET' ? new URL(request.url).searchParams.get('documentId') : null;
      const query = refusing(() => documentOf({ ...(documentId !== null && { documentId }), ...params }), context);
      if (query !== params.query) setParams({ ...params, query });
    },
  };
}

function readManifest(file: string): readonly (readonly [id: string, text: string])[] {
  try {
    const read = manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
    if (!isOfApollo(read)) return Object.entries(read).map(([id, text]) => [bare(id), text]);
    return read.operations.map(({ id, body }) => [bare(id), body]);
  } catch (cause) {
    const reason =
      cause instanceof z.ZodError ? 'it is neither {"ID": "DOCUMENT"} nor a manifest of Apollo' : String(cause);
    throw new DomainError(
      'INVALID_INPUT',
      `Wrong configuration. TRUSTED_DOCUMENTS: ${file} cannot be read: ${reason}.`,
      { cause },
    );
  }
}

type ApolloManifest = Extract<z.infer<typeof manifest>, { operations: unknown[] }>;

const isOfApollo = (read: z.infer<typeof manifest>): read is ApolloManifest => Array.isArray(read.operations);

/** GraphQL over HTTP writes ids that are hashes with the name of the hash, compilers write the hash. */
const bare = (id: string) => id.replace(/^sha256:/, '');

interface AskedId {
  readonly id: string | undefined;
  readonly isOfApollo: boolean;
}

const persistedQuery = z.object({ version: z.literal(1), sha256Hash: z.string() });

function idOf(params: GraphQLParams & { readonly documentId?: unknown }): AskedId {
  const { documentId, extensions } = params;
  if (typeof documentId === 'string') return { id: bare(documentId), isOfApollo: false };
  const { data } = persistedQuery.safeParse(extensions?.persistedQuery);
  return { id: data?.sha256Hash, isOfApollo: data !== undefined };
}

const onlyTrusted = 'Only documents that are known here are executed: send the id of one of them as «documentId».';

const unknown = (id: string) =>
  new DomainError('UNKNOWN_DOCUMENT', `There is no document «${id.slice(0, 100)}» here. Send its text as «query».`);

/** Apollo's links know these words: upon the first they send the text of this document, upon the other of all from then on. */
function unknownToApollo(isKept: boolean): GraphQLError {
  const [message, code] = isKept
    ? ['PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND']
    : ['PersistedQueryNotSupported', 'PERSISTED_QUERY_NOT_SUPPORTED'];
  return new GraphQLError(message, { extensions: { code } });
}
