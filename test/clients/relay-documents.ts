/** What the test of Relay asks, as its compiler wants it: each name begins with that of the file. */
export const documents = `
import { graphql } from 'relay-runtime';

graphql\`
  query documentsListQuery($filter: OpportunityFilter, $within: String, $first: Int!, $after: String) {
    opportunities(filter: $filter, within: $within, first: $first, after: $after, orderBy: [{ field: VALUE }])
      @connection(key: "documents_opportunities", filters: ["filter", "within"]) {
      __id
      totalCount
      edges { node { id note version } }
    }
  }
\`;
graphql\`
  query documentsCardQuery($filter: OpportunityFilter) {
    opportunityReport(filter: $filter) { count aggregates { totalValueAnnualized } }
  }
\`;
graphql\`
  query documentsChartQuery($first: Int!, $after: String) {
    opportunityReport {
      groups(by: [{ field: USER }], first: $first, after: $after) @connection(key: "documents_groups") {
        totalCount
        edges { node { key drillDown count keys { label ... on UserGroupKey { user { id fullName } } } } }
      }
    }
  }
\`;
graphql\`
  query documentsNodeQuery($id: ID!) {
    node(id: $id) { __typename id ... on Opportunity { ...documents_deal @alias(as: "deal") } }
  }
\`;
graphql\`
  fragment documents_deal on Opportunity @refetchable(queryName: "documentsRefetchQuery") { id note version lead { id name } }
\`;
graphql\`
  mutation documentsUpdateMutation($id: ID!, $input: OpportunityInput!) {
    updateOpportunity(id: $id, input: $input) { opportunity { id note version } }
  }
\`;
graphql\`
  mutation documentsCreateMutation($input: OpportunityInput!, $connections: [ID!]!) {
    createOpportunity(input: $input) {
      opportunityEdge @appendEdge(connections: $connections) { node { id note version } }
    }
  }
\`;
graphql\`
  mutation documentsCreateManyMutation($inputs: [OpportunityInput!]!, $connections: [ID!]!) {
    createOpportunities(inputs: $inputs, partial: true) {
      opportunityEdges @appendEdge(connections: $connections) { node { id note version } }
    }
  }
\`;
graphql\`
  subscription documentsChangesSubscription {
    opportunityChanged { kind opportunityId opportunity { id note version } }
  }
\`;
`;
