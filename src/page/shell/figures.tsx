/** Figures over all that is shown: on the board of its pipeline, elsewhere of all that matches. */
import { useAnswer } from '../ask/use-answer.ts';
import { showMoney } from '../format/money.ts';
import { showCount, showDays, showShare } from '../format/numbers.ts';
import { DaysToCloseDocument, FiguresDocument, type FiguresQueryVariables } from '../generated/documents.ts';
import { chosenPipeline } from '../parts/pipeline-select.tsx';
import { address } from '../state/address.ts';
import { type Pipeline, signedIn, timeZone } from '../state/session.ts';

/** Of another pipeline they begin anew: figures of before would stand under its name until the answer comes. */
export function Figures() {
  const pipeline = shownPipeline();
  return <FiguresOf key={pipeline?.id ?? 'all'} pipeline={pipeline} />;
}

function FiguresOf({ pipeline }: { readonly pipeline: Pipeline | undefined }) {
  const { currency } = signedIn().organization;
  const question: FiguresQueryVariables = {
    ...{ query: address.value.query, timeZone },
    ...(pipeline && { filter: { pipelineId: { eq: pipeline.id } } }),
  };
  const { data, mistake, isLoading } = useAnswer(FiguresDocument, question);
  const report = data?.opportunityReport;
  const figures = report?.aggregates;
  if (mistake)
    return (
      <p class="figures wrong">{mistake.code === 'SEARCH_SYNTAX' ? 'No figures: see the search.' : mistake.message}</p>
    );
  const what = pipeline ? `all deals that match in ${pipeline.name}` : 'all deals that match';
  return (
    <dl class="figures" aria-label={`Figures of ${what}`} data-loading={isLoading}>
      <Figure name={pipeline ? `Deals in ${pipeline.name}` : 'Deals'} value={showCount(report?.count)} />
      <Figure name="Annualized value" value={showMoney(figures?.totalValueAnnualized, currency)} />
      <Figure name="Annualized expected value" value={showMoney(figures?.expectedValueAnnualized, currency)} />
      <Figure name="Win rate" value={showShare(figures?.winRate)} />
      {report ? <DaysToClose {...question} /> : <Figure name={daysToClose} value="…" />}
    </dl>
  );
}

/** Where there are several, the board shows one of them. */
function shownPipeline() {
  const isOne = address.value.view === 'board' && signedIn().pipelines.length > 1;
  return isOne ? chosenPipeline() : undefined;
}

const daysToClose = 'Average days to close';

/** Takes longest to work out, so it is asked once the others are there. */
function DaysToClose(question: FiguresQueryVariables) {
  const { data, mistake } = useAnswer(DaysToCloseDocument, question);
  const days = data?.opportunityReport?.aggregates.averageDaysToClose;
  return <Figure name={daysToClose} value={data || mistake ? showDays(days) : '…'} />;
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
