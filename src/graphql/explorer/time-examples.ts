/** Questions of time: what moved, what was, how deals go and what will come in. */
export const timeExamples: readonly string[] = [
  `# What moved since a day: from what was open then to what is open now, and the largest deals of each step.
query WhatMoved($from: DateTime! = "2026-06-15T10:30:00Z") {
  pipelineMovement(from: $from, filter: { statusType: { eq: ACTIVE } }) {
    opening {
      count
      totalValueAnnualized
    }
    steps {
      kind
      count
      change {
        count
        totalValueAnnualized
      }
      opportunities(first: 2) {
        nodes {
          before {
            valueAnnualized
            statusLabel
          }
          after {
            valueAnnualized
            statusLabel
          }
          opportunity {
            lead {
              name
            }
          }
        }
      }
    }
    closing {
      count
      totalValueAnnualized
    }
  }
}
`,
  `# The pipeline of a day that has passed, by status as it was then; and what became of its largest deals.
query PipelineOfADay($moment: DateTime! = "2026-06-15T10:30:00Z") {
  opportunitiesAt(
    moment: $moment
    filter: { statusType: { eq: ACTIVE } }
    first: 5
    orderBy: { field: EXPECTED_VALUE_ANNUALIZED, direction: DESC }
  ) {
    totalCount
    assumedCount
    aggregates {
      expectedValueAnnualized
    }
    groups(by: { field: STATUS }) {
      nodes {
        keys {
          label
        }
        count
        aggregates {
          expectedValueAnnualized
        }
      }
    }
    nodes {
      lead {
        name
      }
      statusLabel
      value
      dateWon
      opportunity {
        status {
          label
        }
        history(first: 5) {
          nodes {
            from
            changedFields
          }
        }
      }
    }
  }
}
`,
  `# How well it goes: the win rates of people, and what was won month by month beside the month before.
query WinRates {
  opportunityReport(filter: { dateCreated: { gte: "2025-01-01" } }) {
    aggregates {
      winRate
      winRateByValue
      medianDaysToClose
      averageValueAnnualized
    }
    groups(
      by: { field: USER }
      having: { measure: WIN_RATE, compare: { gte: 0.3 } }
      orderBy: { measure: WIN_RATE, direction: DESC }
    ) {
      nodes {
        keys {
          label
        }
        share
        aggregates {
          winRate
          medianValueAnnualized
        }
      }
    }
  }
  won: opportunityReport(query: "status_type:won", filter: { dateWon: { gte: "2026-01-01", lte: "2026-12-31" } }) {
    groups(by: { date: { field: DATE_WON, period: MONTH } }, fillEmpty: {}) {
      nodes {
        key
        aggregates {
          totalValueAnnualized
        }
        previous {
          totalValueAnnualized
        }
        runningTotals {
          totalValueAnnualized
        }
      }
    }
  }
}
`,
  `# What will come in: what is won, what may be, and how good expectations were.
query WhatWillComeIn($from: Date! = "2026-10-01", $to: Date! = "2027-03-31") {
  forecast(from: $from, to: $to, by: QUARTER) {
    total {
      closedValueAnnualized
      openExpectedValueAnnualized
      p10
      p50
      p90
      precision
      probabilityOf(target: 320000000)
    }
    periods {
      key
      figures {
        closedValueAnnualized
        openExpectedValueAnnualized
        p50
      }
    }
  }
  forecastAccuracy(by: QUARTER, periods: 4) {
    key
    expectedValueAnnualized
    wonValueAnnualized
    ratio
  }
}
`,
  `# How deals go through the first pipeline: where they go, how long they stay, how many come further and are won.
query Flow($from: DateTime = "2026-01-01T00:00:00Z") {
  statusFlow(from: $from) {
    pipeline {
      name
    }
    statuses {
      label
      opening
      entered
      left
      closing
      averageDays
      medianDays
      leftTo {
        label
        count
      }
      reached {
        label
        share
      }
      wonShare
    }
  }
}
`,
  `# What was won and lost in each month of this year, from which status, and what it was worth then.
query ClosedByMonth {
  statusChanges(filter: { newStatusType: { in: [WON, LOST] }, date: { gte: "2026-01-01" } }) {
    aggregates {
      count
      totalValueAnnualized
    }
    groups(by: [{ date: { period: MONTH } }, { field: OLD_STATUS }, { field: NEW_STATUS_TYPE }], first: 20) {
      nodes {
        keys {
          label
        }
        count
        aggregates {
          totalValueAnnualized
        }
      }
    }
  }
}
`,
];
