/** The pipeline of another day, what moved until then, how deals flow, and what will come. `--past` gives each deal three versions. */
import { figuresDocument, figuresOfGateway, type GatewayFigures } from './figures.ts';
import { graphql } from './question.ts';
import type { Work } from './work.ts';

const ofGateway = <Data>(
  id: string,
  title: string,
  query: string,
  facts: (data: Data) => unknown = (data) => data,
): Work => ({
  ...{ id, title },
  sides: { gateway: () => graphql<Data>(query, facts) },
});

interface Figures {
  readonly aggregates: GatewayFigures;
}

const figuresOf = (id: string, title: string, field: string) =>
  ofGateway<{ list: Figures }>(id, title, `{ list: ${field} { ${figuresDocument} } }`, ({ list }) =>
    figuresOfGateway(list.aggregates),
  );

const groupsOf = (id: string, title: string, field: string) =>
  ofGateway(
    ...([id, title] as const),
    `{ list: ${field} { groups(by: { field: USER }, first: 200) {
      nodes { keys { key } count aggregates { totalValueAnnualized expectedValueAnnualized } }
    } } }`,
  );

/** Of whatever can be had: no sum of the summary answers it, so that the rows of today stand beside those of the past. */
const today = 'opportunities(filter: { confidence: { gte: 0 } })';
/** Two months before the last deal, and two years. */
const late = 'opportunitiesAt(moment: "2026-02-01T00:00:00Z")';
const early = 'opportunitiesAt(moment: "2024-04-01T00:00:00Z")';

const quarter = 'from: "2025-10-01T00:00:00Z", to: "2026-01-01T00:00:00Z", filter: { statusType: { eq: ACTIVE } }';
const sums = 'count totalValueAnnualized expectedValueAnnualized';
const steps = `steps { kind count change { ${sums} } }`;

export const timeQuestions: readonly Work[] = [
  figuresOf('time-today', 'figures of everything today, from the rows', today),
  figuresOf('time-late', 'figures of everything as of two months before the end', late),
  figuresOf('time-early', 'figures of everything as of two years before the end', early),
  groupsOf('time-groups-today', 'groups by user today, from the rows', today),
  groupsOf('time-groups-late', 'groups by user as of two months before the end', late),
  ofGateway(
    ...(['time-movement', 'what moved in a quarter, of open deals'] as const),
    `{ pipelineMovement(${quarter}) { opening { ${sums} } ${steps} closing { ${sums} } } }`,
  ),
  ofGateway(
    ...(['time-movement-user', 'what moved in a quarter, of open deals, by user'] as const),
    `{ pipelineMovement(${quarter}, groupBy: { field: USER }) { groups(first: 200) { nodes { keys { key } ${steps} } } } }`,
  ),
  ofGateway(
    ...(['time-figures', 'averages, medians, win rates and days to close of everything'] as const),
    `{ opportunities { aggregates {
      countWithValue averageValueAnnualized medianValueAnnualized winRate winRateByValue averageDaysToClose medianDaysToClose
    } } }`,
  ),
  ofGateway(
    ...(['time-flow', 'how deals flow through a pipeline in a quarter'] as const),
    `{ statusFlow(from: "2025-10-01T00:00:00Z", to: "2026-01-01T00:00:00Z") { statuses {
      label opening entered left closing averageDays medianDays won leftTo { label count } reached { label count }
    } } }`,
  ),
  ofGateway(
    ...(['time-forecast', 'forecast of half a year by month, with its distribution'] as const),
    `{ forecast(from: "2025-10-01", to: "2026-03-31", by: MONTH) {
      periods { key figures { closedCount closedValueAnnualized openCount openExpectedValueAnnualized p10 p50 p90 probabilityOf(target: 100000000) } }
    } }`,
  ),
];
