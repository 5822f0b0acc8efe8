/** The whole program without a socket: requests go to `app.fetch`, answers come back typed by the document. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type DocumentNode, print } from 'graphql';
import { type App, createApp } from '../src/app.ts';
import { isTransactionControl, type TestDatabase } from './describe-databases.ts';
import { patience } from './patience.ts';
import { now } from './sample.ts';

export interface GraphqlError {
  /** In the document; none where a variable is wrong, or its value. */
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: {
    readonly code?: string;
    readonly argumentPath?: readonly (string | number)[];
    readonly [key: string]: unknown;
  };
}

export interface Answer<Data> {
  readonly status: number;
  readonly data: Data;
  readonly errors: readonly GraphqlError[];
}

export interface Gateway {
  readonly app: App;
  /** The SQL of the last question, the look-up of the key left out. */
  readonly statements: readonly string[];
  ask<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    headers?: Record<string, string>,
  ): Promise<Answer<Data>>;
  /** A question in text, for what types would forbid. */
  // biome-ignore lint/suspicious/noExplicitAny: answers to untyped documents have no type
  askText(query: string, variables?: object, headers?: Record<string, string>): Promise<Answer<any>>;
  close(): Promise<void>;
}

export function openGateway({ url }: Pick<TestDatabase, 'url'>, apiKey: () => string, clock = () => now): Gateway {
  const statements: string[] = [];
  const app = createApp({
    databaseUrl: url,
    clock,
    requestTimeout: patience,
    onStatement: (sql) => {
      if (!isTransactionControl(sql) && !sql.includes('from "api_key"')) statements.push(sql);
    },
  });
  const askText: Gateway['askText'] = async (query, variables = {}, headers = {}) => {
    statements.length = 0;
    const response = await app.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey()}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      }),
    );
    const { data = null, errors = [] } = (await response.json()) as { data?: unknown; errors?: GraphqlError[] };
    return { status: response.status, data, errors };
  };
  return {
    app,
    statements,
    askText,
    ask: (document, variables, headers) => askText(print(document as DocumentNode), variables as object, headers),
    close: () => app.close(),
  };
}
