/** The one client: questions by HTTP, events by WebSocket, and a cache in which each deal stands once. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { Client, type CombinedError, fetchExchange, type Operation, subscriptionExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { retryExchange } from '@urql/exchange-retry';
import { createClient, type ExecutionResult, type Sink } from 'graphql-ws';
import { evicting } from './evict.ts';
import { optimisticDeal } from './optimistic.ts';

export interface Gateway {
  readonly client: Client;
  readonly key: string;
  /** Whether events arrive; while they do not, what others change is not seen. */
  readonly connection: ReadonlySignal<'opening' | 'open' | 'lost'>;
  close(): void;
}

/** What has no id belongs to the object, or the field, that it was asked of. */
const withoutId = [
  ...['ChoicesValue', 'ContactsValue', 'DateTimeValue', 'DateValue', 'NumberValue', 'TextValue', 'UsersValue'],
  ...[
    'OpportunityAggregates',
    'LeadConnection',
    'OpportunityConnection',
    'OpportunityEvent',
    'TaskConnection',
    'OpportunityReport',
    'PageInfo',
  ],
  ...['OpportunityGroup', 'OpportunityGroupConnection', 'CustomFieldGroupKey', 'DateGroupKey', 'LeadGroupKey'],
  ...['PipelineGroupKey', 'StatusGroupKey', 'StatusTypeGroupKey', 'UserGroupKey', 'ValuePeriodGroupKey'],
  ...['ForecastFigures', 'ForecastPeriod', 'OpportunityForecast', 'MovementChange', 'MovementStep', 'PipelineMovement'],
  ...['OpportunityMove', 'OpportunityMoveConnection', 'OpportunityVersion', 'OpportunityVersionConnection'],
  ...['OpportunitySnapshot', 'QueryExplanation', 'StatusFlow', 'StatusFlowStatus'],
];

/** Also what a few tabs of one key and many changes at once have used up: it comes back within seconds. */
const forAMoment = ['SERVICE_UNAVAILABLE', 'OVERLOADED', 'RATE_LIMITED'];

/** What the gateway says to try again, of what changes nothing. */
const isWorthAnotherTry = ({ graphQLErrors }: CombinedError, { kind }: Operation) =>
  kind === 'query' && graphQLErrors.some(({ extensions }) => forAMoment.includes(String(extensions.code)));

export function openGateway(key: string): Gateway {
  const url = new URL('/graphql', location.href).href;
  const authorization = `Bearer ${key}`;
  const connection = signal<'opening' | 'open' | 'lost'>('opening');
  const socket = createClient({
    url: url.replace(/^http/, 'ws'),
    connectionParams: { authorization },
    // A network that is gone closes no socket: it has to be asked.
    keepAlive: 10_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, Math.min(1000 * 1.5 ** retries, 15_000))),
    on: {
      connected: () => {
        connection.value = 'open';
      },
      closed: () => {
        connection.value = 'lost';
      },
    },
  });
  const { exchange: watchIdle, updates } = evicting();
  const client = new Client({
    url,
    preferGetMethod: false,
    fetchOptions: { headers: { authorization } },
    exchanges: [
      watchIdle,
      cacheExchange({
        updates,
        keys: Object.fromEntries(withoutId.map((name) => [name, () => null])),
        resolvers: { Query: { opportunity: (_parent, { id }) => ({ __typename: 'Opportunity', id: String(id) }) } },
        optimistic: { updateOpportunity: ({ id, input }) => optimisticDeal(String(id), input as object) },
      }),
      retryExchange({ initialDelayMs: 300, maxNumberAttempts: 5, retryIf: isWorthAnotherTry }),
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
  return { client, key, connection, close: () => void socket.dispose() };
}
