/** urql with its normalized cache: pages that grow, writes that show at once, and events over WebSocket. */
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { cacheExchange, type KeyingConfig } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import type { IntrospectionQuery } from 'graphql';
import { createClient, type ExecutionResult, type Sink } from 'graphql-ws';

/** What is no `Node` has no id: it belongs to the object, or the field, that it was asked of. */
export function keysOf({ __schema: { types } }: IntrospectionQuery): KeyingConfig {
  const withoutId = types.filter(
    (type) => type.kind === 'OBJECT' && !type.interfaces.some(({ name }) => name === 'Node'),
  );
  return Object.fromEntries(withoutId.map(({ name }) => [name, () => null]));
}

/** @param schema what `getIntrospectedSchema` of `@urql/introspection` makes of schema.graphql */
export function createUrql(url: string, key: string, schema: IntrospectionQuery): Client {
  const authorization = `Bearer ${key}`;
  const socket = createClient({ url: url.replace(/^http/, 'ws'), connectionParams: { authorization } });
  return new Client({
    url,
    preferGetMethod: false,
    fetchOptions: { headers: { authorization } },
    exchanges: [
      cacheExchange({
        schema,
        keys: keysOf(schema),
        resolvers: {
          Query: { opportunities: relayPagination(), leads: relayPagination(), statusChanges: relayPagination() },
          OpportunityReport: { groups: relayPagination() },
        },
        updates: {
          Mutation: {
            // A new deal belongs into lists, and figures, that only the gateway can tell.
            createOpportunity: (_result, _args, cache) => {
              for (const { fieldName, arguments: asked } of cache.inspectFields('Query')) {
                if (['opportunities', 'opportunityReport'].includes(fieldName))
                  cache.invalidate('Query', fieldName, asked);
              }
            },
          },
        },
        optimistic: {
          updateOpportunity: ({ id, input }) => ({
            __typename: 'OpportunityPayload',
            opportunity: { __typename: 'Opportunity', id, ...(input as object) },
          }),
        },
      }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables = {} }) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe({ query, variables: { ...variables } }, sink as Sink<ExecutionResult>),
          }),
        }),
      }),
    ],
  });
}
