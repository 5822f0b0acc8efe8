import { timeExamples } from './time-examples.ts';

/** What GraphiQL opens with: questions a sales team asks, each a named operation. */
export const exampleQueries: readonly string[] = [
  `# All that was won: its figures, its value by quarter, and the latest of it.
# Press the play button, or Ctrl-Enter.
query WonByQuarter($won: OpportunityFilter = { statusType: { eq: WON } }) {
  opportunityReport(filter: $won) {
    aggregates {
      count
      totalValueAnnualized
    }
    groups(by: { date: { field: DATE_WON, period: QUARTER } }) {
      nodes {
        key
        count
        aggregates {
          totalValueAnnualized
        }
      }
    }
  }
  opportunities(filter: $won, first: 5, orderBy: { field: DATE_WON, direction: DESC }) {
    totalCount
    nodes {
      lead {
        name
      }
      valueFormatted
      dateWon
      user {
        fullName
      }
    }
  }
}
`,
  `# Who has what in the pipeline, the largest expectation first, with each person's three largest deals.
query PipelineByOwner {
  opportunityReport(filter: { statusType: { eq: ACTIVE } }) {
    aggregates {
      count
      expectedValueAnnualized
    }
    groups(
      by: { field: USER }
      orderBy: { measure: EXPECTED_VALUE_ANNUALIZED, direction: DESC }
      first: 5
    ) {
      nodes {
        keys {
          label
        }
        count
        aggregates {
          expectedValueAnnualized
        }
        opportunities(first: 3, orderBy: { field: EXPECTED_VALUE_ANNUALIZED, direction: DESC }) {
          nodes {
            lead {
              name
            }
            valueFormatted
            confidence
          }
        }
      }
      rest {
        count
        expectedValueAnnualized
      }
    }
  }
}
`,
  `# What moved from active to won this year.
query MovedToWon($since: DateOrDateTime = "2026-01-01") {
  opportunities(
    filter: {
      statusChange: {
        oldStatusType: { eq: ACTIVE }
        newStatusType: { eq: WON }
        date: { gte: $since }
      }
    }
    first: 10
  ) {
    totalCount
    nodes {
      lead {
        name
      }
      status {
        label
        pipeline {
          name
        }
      }
      valueFormatted
      dateWon
    }
  }
}
`,
  ...timeExamples,
  `# A new deal. Sent again with the same key, it is not made twice.
mutation NewDeal($key: String = "my first deal") {
  createOpportunity(
    input: { value: 150000, valuePeriod: MONTHLY, confidence: 60, note: "Asked for an offer" }
    idempotencyKey: $key
  ) {
    opportunity {
      id
      valueFormatted
      expectedValueAnnualized
      status {
        label
      }
      version
    }
  }
}

# The pipeline by status, told again when it is another: run it, and make a deal in another tab.
subscription PipelineByStatus {
  pipelineChanged(filter: { statusType: { eq: ACTIVE } }, every: 2) {
    aggregates {
      count
      expectedValueAnnualized
    }
    groups(by: { field: STATUS }) {
      nodes {
        keys {
          label
        }
        count
      }
    }
  }
}

# What happens to active deals, as it happens: run it, and make a deal in another tab.
subscription ActiveDeals {
  opportunityChanged(filter: { statusType: { eq: ACTIVE } }) {
    kind
    changedFields
    opportunity {
      id
      valueFormatted
      status {
        label
      }
    }
  }
}
`,
];
