/** Events for Apollo Client over Server-Sent Events, where a proxy lets no WebSocket through. */
import { ApolloLink, Observable } from '@apollo/client';
import { print } from 'graphql';
import { createClient } from 'graphql-sse';

export function createEventStreamLink(url: string, key: string): ApolloLink {
  const client = createClient({ url, headers: { authorization: `Bearer ${key}` } });
  return new ApolloLink(
    ({ query, operationName, variables }) =>
      new Observable((observer) =>
        client.subscribe<ApolloLink.Result['data']>(
          { query: print(query), variables, ...(operationName !== undefined && { operationName }) },
          {
            next: ({ data, errors }) => observer.next({ data, ...(errors && { errors: [...errors] }) }),
            error: (error) => observer.error(error),
            complete: () => observer.complete(),
          },
        ),
      ),
  );
}
