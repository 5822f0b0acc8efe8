/** A value that becomes its form when it is clicked; what is typed shows at once and is stored with the version it was read at. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { changeDeal } from '../ask/change-deal.ts';
import type { Deal } from '../ask/use-deals.ts';
import { mayChange } from '../state/session.ts';
import { say } from '../state/toast.ts';
import { FieldInput } from './field-input.tsx';
import type { EditableField } from './fields.ts';

interface Props {
  readonly deal: Deal;
  readonly field: EditableField;
  readonly children: ComponentChildren;
}

export function Editable({ deal, field, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  // The form takes the focus away with it, unless it has gone elsewhere already.
  useEffect(() => {
    if (wasOpen.current && !isOpen && document.activeElement === document.body) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  if (!mayChange()) return <>{children}</>;
  if (!isOpen) {
    const change = `${field.label} of ${deal.lead.name}: change`;
    return (
      <button ref={button} type="button" class="editable" title="Click to change" onClick={() => setOpen(true)}>
        {children}
        <span class="unseen"> ({change})</span>
      </button>
    );
  }
  const before = field.text(deal);
  const store = (text: string) => {
    setOpen(false);
    if (text === before) return;
    const input = field.read(text);
    if (typeof input === 'string') return say(`${input} ${deal.lead.name} was not changed.`, 'problem');
    void changeDeal(deal, input);
  };
  return <FieldInput field={field} text={before} onText={store} onCancel={() => setOpen(false)} />;
}
