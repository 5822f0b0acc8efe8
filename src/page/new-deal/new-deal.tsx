/** The form of a new deal. What is left as it is has the gateway's defaults. */
import { useState } from 'preact/hooks';
import { onceKey } from '../api/once-key.ts';
import { Control } from '../edit/control.tsx';
import { type EditableName, editable } from '../edit/fields.ts';
import type { OpportunityInput } from '../generated/documents.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { go } from '../state/address.ts';
import { signedIn } from '../state/session.ts';
import { say } from '../state/toast.ts';
import { createDeal, type LeadChoice } from './create-deal.ts';
import { LeadPicker } from './lead-picker.tsx';

const names = ['status', 'user', 'value', 'period', 'confidence', 'close'] as const satisfies readonly EditableName[];
type Texts = Readonly<Record<(typeof names)[number], string>>;

const beginning = (): Texts => {
  const { pipelines, viewer } = signedIn();
  const status = pipelines[0]?.statuses[0]?.id ?? '';
  return { status, user: viewer.id, value: '', period: 'ONE_TIME', confidence: '50', close: '' };
};

export function NewDeal({ onClose }: { onClose(): void }) {
  const [lead, setLead] = useState<LeadChoice>();
  const [texts, setTexts] = useState(beginning);
  const [key] = useState(onceKey);
  const submit = async () => {
    const input = inputOf(texts);
    if (typeof input === 'string') return input;
    if (!lead) return 'Choose a lead.';
    const made = await createDeal(lead, input, key);
    if (typeof made === 'string') return made;
    say('The deal was created.');
    go({ deal: made.id });
    return undefined;
  };
  return (
    <FormDialog {...{ submit, onClose }} id="new-deal-title" title="New deal" action="Create deal">
      <LeadPicker chosen={lead} onChoose={setLead} />
      <div class="in-row">
        {names.map((name) => (
          <div key={name}>
            <label for={`new-deal-${name}`}>{editable[name].label}</label>
            <Control
              id={`new-deal-${name}`}
              field={editable[name]}
              text={texts[name]}
              onText={(text) => setTexts((before) => ({ ...before, [name]: text }))}
            />
          </div>
        ))}
      </div>
    </FormDialog>
  );
}

/** @returns what is wrong with one of them */
function inputOf(texts: Texts): string | OpportunityInput {
  const read = names.map((name) => editable[name].read(texts[name]));
  const wrong = read.find((one) => typeof one === 'string');
  return wrong ?? Object.assign({}, ...read);
}
