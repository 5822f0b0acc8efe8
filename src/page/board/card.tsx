/** A card can be dragged; with the keyboard, Shift and an arrow move it to the column beside. */
import type { Deal } from '../ask/use-deals.ts';
import { Avatar, closingDay, Value } from '../parts/deal-words.tsx';
import { go, linkTo } from '../state/address.ts';
import { mayChange, type Status } from '../state/session.ts';
import { heldDeal, takeCard } from './drag.ts';
import { focusCard } from './focus.ts';
import { move } from './move.ts';

interface Props {
  readonly deal: Deal;
  readonly statuses: readonly Status[];
}

export function Card({ deal, statuses }: Props) {
  const onKeyDown = async (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || !event.shiftKey || !mayChange()) return;
    event.preventDefault();
    const next = statuses[statuses.findIndex(({ id }) => id === deal.status.id) + step];
    if (!next) return;
    const moved = move(deal, next);
    focusCard(deal.id);
    await moved;
    focusCard(deal.id);
  };
  return (
    <li class="card" data-deal={deal.id} data-held={heldDeal.value?.id === deal.id}>
      <a
        href={linkTo({ deal: deal.id })}
        draggable={false}
        aria-keyshortcuts="Shift+ArrowLeft Shift+ArrowRight"
        onClick={(event) => {
          event.preventDefault();
          go({ deal: deal.id });
        }}
        onKeyDown={(event) => void onKeyDown(event)}
        onPointerDown={(event) => mayChange() && takeCard(event, deal, statuses)}
        onContextMenu={(event) => heldDeal.value && event.preventDefault()}
      >
        <span class="card-lead">{deal.lead.name}</span>
        <span class="card-line">
          <Value {...deal} />
          <span class="quiet">{deal.confidence}%</span>
        </span>
        <span class="card-line quiet">
          <span>{closingDay(deal)}</span>
          {deal.user && <Avatar name={deal.user.fullName} />}
        </span>
      </a>
    </li>
  );
}
