/** What is won, and what open deals may come to: each is won or not, as likely as its confidence says. */
import { useAnswer } from '../ask/use-answer.ts';
import { FiguresTable } from '../draw/figures-table.tsx';
import { lazy } from '../draw/lazy.tsx';
import { readMoney, showMoney } from '../format/money.ts';
import { showCount, showShare } from '../format/numbers.ts';
import { ForecastDocument, type OutlookFragment } from '../generated/documents.ts';
import { chosenDays, DayRangeFields } from '../parts/day-range.tsx';
import { Failure } from '../parts/failure.tsx';
import { Select } from '../parts/select.tsx';
import { withTerm } from '../search/terms.ts';
import { address, go } from '../state/address.ts';
import { signedIn, timeZone } from '../state/session.ts';
import type { Period } from './outlook.tsx';
import { lengths, periodsIn, usualDays } from './periods.ts';
import { TargetField } from './target-field.tsx';

const Outlook = lazy(() => import('./outlook.tsx').then((module) => module.Outlook));

const titles = ['Period', 'Won', 'Won and expected', 'P10', 'P50', 'P90', 'Open deals'];

export function Forecast() {
  const { query, period, target: typed } = address.value;
  const { currency } = signedIn().organization;
  const { by, months } = lengths[period] ?? { by: 'QUARTER', months: 3 };
  const days = chosenDays(usualDays(months));
  const target = readMoney(typed, currency);
  const { data, mistake, isLoading } = useAnswer(ForecastDocument, {
    ...{ query, timeZone, by, ...days, hasTarget: target !== undefined },
    ...{ target: target ?? 0, totalTarget: (target ?? 0) * periodsIn(days, months) },
  });
  const forecast = data?.forecast;
  const open = ({ start, end }: Period) =>
    go({ view: 'table', query: withTerm(query, `not status_type:lost date_won:${start}..${end}`) });
  const cells = (figures: OutlookFragment & { readonly probabilityOf?: number | null }) => [
    ...[figures.closedValueAnnualized, sumOf(figures), figures.p10, figures.p50, figures.p90].map((value) =>
      showMoney(value, currency),
    ),
    showCount(figures.openCount),
    ...(target === undefined ? [] : [showShare(figures.probabilityOf)]),
  ];
  return (
    <>
      <div class="toolbar">
        <Select label="By" name="period" options={Object.keys(lengths).map((name) => [name, name])} />
        <DayRangeFields {...days} />
        <TargetField period={period} isWrong={typed !== '' && target === undefined} />
      </div>
      {mistake && <Failure mistake={mistake} />}
      <div class="charts" data-loading={isLoading}>
        {forecast && (
          <>
            <Outlook periods={forecast.periods} target={target} onOpen={open} />
            <p class="quiet">
              Annualized values. Nine times in ten it is more than P10, as often more as less than P50, once in ten
              times more than P90. Deals without a closing day are in no period.
            </p>
            <FiguresTable
              label="Forecast by period"
              titles={target === undefined ? titles : [...titles, 'Chance of the target']}
              rows={[
                ...forecast.periods.map((one) => ({
                  ...{ key: one.key, name: one.key, figures: cells(one.figures), onOpen: () => open(one) },
                })),
                { key: 'total', name: 'All of it', figures: cells(forecast.total) },
              ]}
            />
          </>
        )}
      </div>
    </>
  );
}

const sumOf = ({ closedValueAnnualized: closed, openExpectedValueAnnualized: open }: OutlookFragment) =>
  closed === null || open === null ? null : closed + open;
