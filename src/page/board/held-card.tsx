/** What the pointer holds, below it. */
import { useEffect } from 'preact/hooks';
import { Value } from '../parts/deal-words.tsx';
import { dragged } from './drag.ts';

export function HeldCard() {
  // While a finger holds a card it does not scroll. Browsers want to know beforehand that it may be so.
  useEffect(() => {
    const stay = (event: TouchEvent) => dragged.value && event.preventDefault();
    document.addEventListener('touchmove', stay, { passive: false });
    return () => document.removeEventListener('touchmove', stay);
  }, []);
  const drag = dragged.value;
  if (!drag) return null;
  const { deal, x, y } = drag;
  return (
    <div class="held" aria-hidden="true" style={{ transform: `translate(${x}px, ${y}px) rotate(2deg)` }}>
      <span class="card-lead">{deal.lead.name}</span>
      <Value {...deal} />
    </div>
  );
}
