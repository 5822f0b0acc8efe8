/** Figures over all that matches, whatever is shown of it. */
import { useAnswer } from '../ask/use-answer.ts';
import { showMoney } from '../format/money.ts';
import { showCount, showDays, showShare } from '../format/numbers.ts';
import { FiguresDocument } from '../generated/documents.ts';
import { address } from '../state/address.ts';
import { signedIn, timeZone } from '../state/session.ts';

export function Figures() {
  const { currency } = signedIn().organization;
  const { data, mistake, isLoading } = useAnswer(FiguresDocument, { query: address.value.query, timeZone });
  const report = data?.opportunityReport;
  const figures = report?.aggregates;
  if (mistake)
    return (
      <p class="figures wrong">{mistake.code === 'SEARCH_SYNTAX' ? 'No figures: see the search.' : mistake.message}</p>
    );
  return (
    <dl class="figures" aria-label="Figures over all that matches" data-loading={isLoading}>
      <Figure name="Deals" value={showCount(report?.count)} />
      <Figure name="Value, a year" value={showMoney(figures?.totalValueAnnualized, currency)} />
      <Figure name="Expected, a year" value={showMoney(figures?.expectedValueAnnualized, currency)} />
      <Figure name="Win rate" value={showShare(figures?.winRate)} />
      <Figure name="Days to close" value={showDays(figures?.averageDaysToClose)} />
    </dl>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
