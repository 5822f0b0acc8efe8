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

const paging = ['first', 'after', 'last', 'before'];

/** Lists of other arguments are other lists; those of another page are the same one. */
const pages = relayStylePagination((args) =>
  Object.keys(args ?? {})
    .filter((name) => !paging.includes(name))
    .sort(),
);

const paged = (...fields: readonly string[]) => ({ fields: Object.fromEntries(fields.map((field) => [field, pages])) });

export function createApolloCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes,
    typePolicies: {
      Query: paged(
        ...['opportunities', 'opportunitiesAt', 'movedOpportunities', 'leads', 'tasks', 'notes', 'events'],
        ...['statusChanges', 'leadStatusChanges'],
      ),
      // The lists of whatever has an id.
      Node: paged(
        ...['opportunities', 'history', 'statusChanges', 'leadStatusChanges', 'tasks', 'notes', 'deliveries'],
      ),
      // Figures have no id: they belong to the field, and its arguments, that they were asked by.
      // Cards that ask for other figures of the same deals add to what is there.
      OpportunityReport: { merge: true, ...paged('groups') },
      OpportunityAggregates: { merge: true },
      OpportunityConnection: paged('groups'),
      OpportunitySnapshotConnection: paged('groups'),
      StatusChangeConnection: paged('groups'),
      PipelineMovement: paged('groups'),
      MovementStep: paged('opportunities'),
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
