import { useState } from 'preact/hooks';
import { NewDeal } from './new-deal.tsx';

export function NewDealButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="primary" onClick={() => setOpen(true)}>
        New deal
      </button>
      {isOpen && <NewDeal onClose={() => setOpen(false)} />}
    </>
  );
}
