/** Apollo Client 4: pages that grow, figures beside lists, and events over WebSocket. */
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getMainDefinition, relayStylePagination } from '@apollo/client/utilities';
import { createClient } from 'graphql-ws';

/** What an object of an interface may be. */
export const possibleTypes = {
  CustomFieldValue: [
    'ChoicesValue',
    'ContactsValue',
    'DateTimeValue',
    'DateValue',
    'NumberValue',
    'TextValue',
    'UsersValue',
  ],
  Node: [
    'ApiKey',
    'Contact',
    'CustomField',
    'Event',
    'Lead',
    'LeadStatus',
    'LeadStatusChange',
    'Note',
    'Opportunity',
    'OpportunityStatus',
    'Organization',
    'Pipeline',
    'SavedView',
    'StatusChange',
    'Task',
    'User',
    'Webhook',
    'WebhookDelivery',
  ],
  OpportunityGroupKey: [
    'CustomFieldGroupKey',
    'DateGroupKey',
    'LeadGroupKey',
    'PipelineGroupKey',
    'StatusGroupKey',
    'StatusTypeGroupKey',
    'UserGroupKey',
    'ValuePeriodGroupKey',
  ],
  StatusChangeGroupKey: [
    'DateGroupKey',
    'LeadGroupKey',
    'PipelineGroupKey',
    'StatusGroupKey',
    'StatusTypeGroupKey',
    'UserGroupKey',
  ],
};

/** Lists of other arguments than these are other lists; those of another page are the same one. */
const opportunities = relayStylePagination(['filter', 'query', 'leadQuery', 'within', 'orderBy', 'timeZone']);

export function createApolloCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes,
    typePolicies: {
      Query: {
        fields: {
          opportunities,
          leads: relayStylePagination(['filter', 'query', 'within', 'orderBy', 'timeZone']),
          statusChanges: relayStylePagination(['filter', 'timeZone']),
        },
      },
      Lead: { fields: { opportunities } },
      // Figures have no id: they belong to the field, and its arguments, that they were asked by.
      // Cards that ask for other figures of the same deals add to what is there.
      OpportunityReport: { merge: true, fields: { groups: relayStylePagination(['by', 'orderBy', 'timeZone']) } },
      OpportunityAggregates: { merge: true },
    },
  });
}

export function createApollo(url: string, key: string): ApolloClient {
  const authorization = `Bearer ${key}`;
  const requests = new HttpLink({ uri: url, headers: { authorization } });
  const events = new GraphQLWsLink(
    createClient({ url: url.replace(/^http/, 'ws'), connectionParams: { authorization } }),
  );
  const isSubscription = ({ query }: ApolloLink.Operation) => {
    const definition = getMainDefinition(query);
    return definition.kind === 'OperationDefinition' && definition.operation === 'subscription';
  };
  return new ApolloClient({
    cache: createApolloCache(),
    link: ApolloLink.split(isSubscription, events, requests),
  });
}
