import { useRef } from 'preact/hooks';
import { useDeals } from '../ask/use-deals.ts';
import { showRoughMoney } from '../format/money.ts';
import { plural } from '../format/numbers.ts';
import type { ColumnsQuery } from '../generated/documents.ts';
import { useWindow } from '../parts/use-window.ts';
import { type Pipeline, type Status, signedIn, timeZone } from '../state/session.ts';
import { Card } from './card.tsx';
import { heldDeal, statusBelow } from './drag.ts';
import { inColumn } from './move.ts';

type Group = NonNullable<NonNullable<NonNullable<ColumnsQuery['opportunityReport']>['groups']>['nodes'][number]>;

interface Props {
  readonly status: Status;
  readonly pipeline: Pipeline;
  readonly query: string;
  readonly group: Group | undefined;
  readonly isCounted: boolean;
}

const cardHeight = 92;

export function Column({ status, pipeline, query, group, isCounted }: Props) {
  const { currency } = signedIn().organization;
  const isTarget = statusBelow.value === status.id && heldDeal.value?.status.id !== status.id;
  const filter = { statusId: { eq: status.id } };
  const { rows, before, behind, hasMore, isLoading, look } = useDeals({
    ...{ query, filter, timeZone, first: 30, withCustom: false },
  });
  const cards = inColumn(status.id, rows, before === 0);
  const box = useRef<HTMLUListElement>(null);
  const { from, to, above, below } = useWindow(box, {
    ...{ before, count: cards.length, behind, height: cardHeight, look },
  });
  const count = group?.count ?? (isCounted ? 0 : undefined);
  // Nothing there is nothing to sum up; what is not known yet is not nothing.
  const show = (amount: number | null | undefined) =>
    count === undefined ? '…' : showRoughMoney(amount ?? 0, currency);
  const title = `column-${status.id}`;
  return (
    <section
      class={`column ${status.type.toLowerCase()}`}
      data-status={status.id}
      data-target={isTarget}
      aria-labelledby={title}
    >
      <header>
        <h2 id={title}>{status.label}</h2>
        <p>
          {count === undefined ? '…' : plural(count, 'deal')} ·{' '}
          <b title="Annualized value">{show(group?.aggregates.totalValueAnnualized)}</b>
        </p>
        <p class="quiet">{show(group?.aggregates.expectedValueAnnualized)} expected</p>
      </header>
      <ul ref={box} class="cards" aria-label={`${status.label}: deals`} data-loading={isLoading}>
        {above > 0 && <li aria-hidden="true" style={{ height: `${above}px` }} />}
        {cards
          .slice(from, to)
          .map((deal, index) =>
            deal ? (
              <Card key={deal.id} deal={deal} statuses={pipeline.statuses} />
            ) : (
              <li key={before + from + index} class="card awaited" aria-hidden="true" />
            ),
          )}
        {below > 0 && <li aria-hidden="true" style={{ height: `${below}px` }} />}
        {hasMore && <li class="quiet more">Loading more…</li>}
        {!isLoading && before + cards.length + behind === 0 && <li class="quiet more">No deals here</li>}
      </ul>
    </section>
  );
}
