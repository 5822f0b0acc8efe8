/**
 * A card under the pointer. The mouse takes it as soon as it moves; a finger when it has rested on it for a moment, as one
 * that moves at once scrolls.
 */
import { computed, signal } from '@preact/signals';
import type { Deal } from '../ask/use-deals.ts';
import type { Status } from '../state/session.ts';
import { move } from './move.ts';

interface Drag {
  readonly deal: Deal;
  readonly x: number;
  readonly y: number;
  /** The status whose column is below the pointer. */
  readonly over: string | undefined;
}

export const dragged = signal<Drag | undefined>(undefined);

/** Cards and columns are told when these are others, not wherever the pointer goes. */
export const heldDeal = computed(() => dragged.value?.deal);
export const statusBelow = computed(() => dragged.value?.over);

/** In pixels: what a hand that rests may move. */
const slack = 6;
const rest = 300;

export function takeCard(event: PointerEvent, deal: Deal, statuses: readonly Status[]): void {
  if (event.button !== 0 || !event.isPrimary) return;
  const { clientX: startX, clientY: startY } = event;
  const isMouse = event.pointerType === 'mouse';
  const over = new AbortController();
  const hold = (x: number, y: number) => {
    dragged.value = { deal, x, y, over: statusAt(x, y) };
  };
  const end = () => {
    over.abort();
    clearTimeout(timer);
    dragged.value = undefined;
  };
  const timer = isMouse ? undefined : setTimeout(() => hold(startX, startY), rest);
  const listen: typeof addEventListener = (type: string, listener: EventListenerOrEventListenerObject) =>
    addEventListener(type, listener, { signal: over.signal });

  listen('pointermove', ({ clientX, clientY }) => {
    const isFar = Math.hypot(clientX - startX, clientY - startY) > slack;
    if (dragged.value || (isMouse && isFar)) hold(clientX, clientY);
    else if (isFar) end();
    if (dragged.value) turnAtEdge(clientX);
  });
  listen('pointerup', () => {
    const status = statuses.find(({ id }) => id === dragged.value?.over);
    if (dragged.value) swallowClick();
    end();
    if (status) void move(deal, status);
  });
  listen('pointercancel', end);
  listen('keydown', ({ key }) => key === 'Escape' && end());
}

const statusAt = (x: number, y: number) =>
  document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-status]')?.dataset.status;

/** What ends a drag opens no deal. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', swallow, { capture: true }), 50);
}

let turned = 0;

/** At the edge of the board the next column comes into view, one after the other. */
function turnAtEdge(x: number): void {
  const board = document.querySelector('.board');
  const column = board?.querySelector('.column');
  if (!board || !column || performance.now() - turned < 700) return;
  const { left, right } = board.getBoundingClientRect();
  const way = x < left + 32 ? -1 : x > right - 32 ? 1 : 0;
  if (way === 0) return;
  turned = performance.now();
  board.scrollBy({ left: way * column.clientWidth, behavior: 'smooth' });
}
