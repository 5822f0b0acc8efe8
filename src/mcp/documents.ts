/** What tools ask: plain GraphQL, which any client could send. Small, for a model reads every word of an answer. */

const deal = /* GraphQL */ `
  fragment Deal on Opportunity {
    id
    lead { id name }
    contact { name }
    user { fullName }
    status { label type pipeline { name } }
    value
    valuePeriod
    valueFormatted
    confidence
    dateWon
    dateCreated
    note
    customFields {
      field { name }
      ... on TextValue { text }
      ... on NumberValue { number }
      ... on DateValue { date }
      ... on DateTimeValue { dateTime }
      ... on ChoicesValue { choices }
      ... on UsersValue { users { fullName } }
      ... on ContactsValue { contacts { name } }
    }
    version
  }
`;

export const searchOpportunities = /* GraphQL */ `
  query SearchOpportunities($search: String, $leadSearch: String, $first: Int, $after: String, $timeZone: String) {
    opportunities(query: $search, leadQuery: $leadSearch, first: $first, after: $after, timeZone: $timeZone) {
      totalCount
      aggregates { totalValueAnnualized expectedValueAnnualized }
      nodes { ...Deal }
      pageInfo { hasNextPage endCursor }
    }
    organization { currency }
  }
  ${deal}
`;

export const searchLeads = /* GraphQL */ `
  query SearchLeads($search: String, $first: Int, $after: String, $timeZone: String) {
    leads(query: $search, first: $first, after: $after, timeZone: $timeZone) {
      totalCount
      nodes {
        id
        name
        status { label }
        description
        url
        contacts { name title emails { address } phones { address } }
        opportunities(first: 1) { totalCount aggregates { totalValueAnnualized } }
        version
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

export const figures = /* GraphQL */ `
  query Figures(
    $search: String
    $leadSearch: String
    $timeZone: String
    $isGrouped: Boolean!
    $by: [OpportunityGroupBy!]!
    $orderBy: OpportunityGroupOrder
    $first: Int
  ) {
    opportunityReport(query: $search, leadQuery: $leadSearch, timeZone: $timeZone) {
      count
      aggregates { ...Figures }
      groups(by: $by, orderBy: $orderBy, first: $first, timeZone: $timeZone) @include(if: $isGrouped) {
        totalCount
        nodes { keys { key label } aggregates { ...Figures } }
        rest { ...Figures }
      }
    }
    organization { currency }
  }
  fragment Figures on OpportunityAggregates {
    count
    totalValueOneTime
    totalValueMonthly
    totalValueAnnual
    totalValueAnnualized
    expectedValueAnnualized
    averageValueAnnualized
    winRate
    averageDaysToClose
  }
`;

export const statusFlow = /* GraphQL */ `
  query StatusFlow($pipelineId: ID, $from: DateTime, $to: DateTime, $search: String, $leadSearch: String, $timeZone: String) {
    statusFlow(pipelineId: $pipelineId, from: $from, to: $to, query: $search, leadQuery: $leadSearch, timeZone: $timeZone) {
      pipeline { name }
      from
      to
      statuses {
        label
        opening
        entered
        left
        closing
        averageDays
        medianDays
        averageDaysSoFar
        leftTo { label count }
        enteredOpportunities
        reached { label count share }
        won
        wonShare
      }
    }
  }
`;

export const describeOrganization = /* GraphQL */ `
  query DescribeOrganization {
    organization { name currency currencySymbol }
    viewer { id fullName role }
    users { id fullName isActive }
    pipelines { id name statuses { id label type } }
    leadStatuses { id label }
    customFields { id name type objectTypes choices acceptsMultipleValues }
  }
`;

export const createOpportunity = /* GraphQL */ `
  mutation CreateOpportunity($input: OpportunityInput!, $idempotencyKey: String, $timeZone: String) {
    createOpportunity(input: $input, idempotencyKey: $idempotencyKey, timeZone: $timeZone) {
      opportunity { ...Deal }
    }
  }
  ${deal}
`;

export const updateOpportunity = /* GraphQL */ `
  mutation UpdateOpportunity(
    $id: ID!
    $input: OpportunityInput!
    $expectedVersion: Int
    $idempotencyKey: String
    $timeZone: String
  ) {
    updateOpportunity(
      id: $id
      input: $input
      expectedVersion: $expectedVersion
      idempotencyKey: $idempotencyKey
      timeZone: $timeZone
    ) {
      opportunity { ...Deal }
    }
  }
  ${deal}
`;
