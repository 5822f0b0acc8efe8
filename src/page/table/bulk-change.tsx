/** One change for all that match, or all that are selected: all of them, or none if it is wrong. It is told before it is done. */
import { useEffect, useState } from 'preact/hooks';
import { changeMatching, matching } from '../ask/change-matching.ts';
import { Control } from '../edit/control.tsx';
import { type EditableField, type EditableName, editable } from '../edit/fields.ts';
import { plural } from '../format/numbers.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { address } from '../state/address.ts';
import { signedIn } from '../state/session.ts';
import { say } from '../state/toast.ts';
import { BulkReview } from './bulk-review.tsx';

interface Props {
  readonly selected: ReadonlySet<string>;
  onClose(): void;
}

const names = Object.keys(editable) as EditableName[];

export function BulkChange({ selected, onClose }: Props) {
  const [name, setName] = useState<EditableName>('status');
  const [text, setText] = useState('');
  const [isReviewed, setReviewed] = useState(false);
  const [found, setFound] = useState<Awaited<ReturnType<typeof matching>>>();
  const { query } = address.value;
  useEffect(() => void matching(query, selected).then(setFound), []);

  const field = editable[name];
  const value = chosenOf(field, text);
  const submit = async () => {
    const input = field.read(value);
    if (typeof input === 'string') return input;
    // An empty text keeps the dialog open, and says nothing.
    if (!found) return '';
    if (!isReviewed) {
      setReviewed(true);
      return '';
    }
    const answer = await changeMatching(found, input);
    if (typeof answer === 'string') return answer;
    const same = answer.matched - answer.changed;
    say(`${plural(answer.changed, 'deal')} changed.${same > 0 ? ` ${plural(same, 'deal')} had that already.` : ''}`);
    return undefined;
  };
  const title = `Change ${found ? plural(found.count, 'deal') : '…'}`;
  const disabled = !found || found.count === 0;
  const action = isReviewed ? title : 'Review the change';
  return (
    <FormDialog {...{ submit, onClose, title, disabled, action }} id="bulk-title">
      {isReviewed && found ? (
        <BulkReview {...{ name, value, found, selected }} onBack={() => setReviewed(false)} />
      ) : (
        <>
          <label>
            What
            <select value={name} onChange={({ currentTarget }) => setName(currentTarget.value as EditableName)}>
              {names.map((one) => (
                <option key={one} value={one}>
                  {editable[one].label}
                </option>
              ))}
            </select>
          </label>
          <label for="bulk-value">To</label>
          <Control {...{ field }} id="bulk-value" text={value} onText={setText} />
        </>
      )}
    </FormDialog>
  );
}

/** Of choices the first one stands there until one is chosen. */
function chosenOf({ choices }: EditableField, text: string): string {
  const offered = choices?.(signedIn());
  return offered && !offered.some(({ value }) => value === text) ? (offered[0]?.value ?? '') : text;
}
