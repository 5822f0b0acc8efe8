/** All of a deal beside the view it was opened from. */
import { useEffect, useRef } from 'preact/hooks';
import { useAnswer } from '../ask/use-answer.ts';
import { DealDocument } from '../generated/documents.ts';
import { Failure } from '../parts/failure.tsx';
import { go } from '../state/address.ts';
import { DealFields } from './deal-fields.tsx';
import { History } from './history.tsx';
import { Tasks } from './tasks.tsx';

export function DealPanel({ id }: { readonly id: string }) {
  const { data, mistake, isLoading } = useAnswer(DealDocument, { id });
  const heading = useRef<HTMLHeadingElement>(null);
  const deal = data?.opportunity;
  const isThere = deal !== undefined;
  // Whoever came by the keyboard goes on where they were. First, before the heading has the focus: of a deal that is known that is at once.
  useEffect(() => {
    const opener = document.activeElement;
    return () => opener instanceof HTMLElement && opener.focus();
  }, []);
  useEffect(() => {
    if (isThere) heading.current?.focus();
  }, [isThere]);
  useEffect(() => {
    const onKeyDown = ({ key, target }: KeyboardEvent) => {
      // Above the panel it closes what stands there.
      if (key === 'Escape' && !(target as Element).closest('dialog')) go({ deal: '' });
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <aside class="panel" aria-label="Deal">
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {deal?.lead.name ?? (isLoading ? 'Loading…' : 'Deal')}
        </h2>
        <button type="button" class="plain" aria-label="Close" onClick={() => go({ deal: '' })}>
          ✕
        </button>
      </header>
      {mistake && <Failure mistake={mistake} />}
      {deal === null && !mistake && <p class="empty">This deal no longer exists.</p>}
      {deal && <DealFields deal={deal} />}
      {deal && <Tasks lead={deal.lead} />}
      {deal && <History id={id} />}
    </aside>
  );
}
