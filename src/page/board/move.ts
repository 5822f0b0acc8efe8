/** A deal on its way to another column: it stands there at once, and goes back if it is refused. */
import { signal } from '@preact/signals';
import { changeDeal } from '../ask/change-deal.ts';
import type { Deal } from '../ask/use-deals.ts';
import type { Status } from '../state/session.ts';
import { say } from '../state/toast.ts';

/** Deals that were moved, and that the list of their new column may not have been told of yet; the last one first. */
const arrived = signal<readonly Deal[]>([]);

/** By then the column has been asked again; from then on its list alone says what is in it. */
const askedAgain = 5000;

export async function move(deal: Deal, status: Status): Promise<void> {
  if (deal.status.id === status.id) return;
  const there = { ...deal, status: { ...deal.status, id: status.id, label: status.label, type: status.type } };
  arrived.value = [there, ...arrived.value.filter(({ id }) => id !== deal.id)];
  const isDone = await changeDeal(deal, { statusId: status.id });
  if (!isDone) return forget(there);
  say(`${deal.lead.name} moved to ${status.label}.`);
  setTimeout(() => forget(there), askedAgain);
}

const forget = ({ id, status }: Deal) => {
  arrived.value = arrived.value.filter((deal) => deal.id !== id || deal.status.id !== status.id);
};

/** The cards of a column: those that belong there by now, and on top of all those that have just arrived. */
export function inColumn(
  statusId: string,
  rows: readonly (Deal | undefined)[],
  isTop: boolean,
): readonly (Deal | undefined)[] {
  const here = rows.filter((deal) => !deal || deal.status.id === statusId);
  if (!isTop) return here;
  const known = new Set(here.map((deal) => deal?.id));
  return [...arrived.value.filter(({ id, status }) => status.id === statusId && !known.has(id)), ...here];
}
