/** One change for all that match, or all that are selected: all of them, or none if it is wrong. */
import { useEffect, useState } from 'preact/hooks';
import { changeMatching, matching } from '../ask/change-matching.ts';
import { Control } from '../edit/control.tsx';
import { type EditableName, editable } from '../edit/fields.ts';
import { plural } from '../format/numbers.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { address } from '../state/address.ts';
import { signedIn } from '../state/session.ts';
import { say } from '../state/toast.ts';

interface Props {
  readonly selected: ReadonlySet<string>;
  onClose(): void;
}

const names = Object.keys(editable) as EditableName[];

export function BulkChange({ selected, onClose }: Props) {
  const [name, setName] = useState<EditableName>('status');
  const [text, setText] = useState('');
  const [found, setFound] = useState<Awaited<ReturnType<typeof matching>>>();
  const { query } = address.value;
  useEffect(() => void matching(query, selected).then(setFound), []);

  const field = editable[name];
  const choices = field.choices?.(signedIn());
  const value = choices && !choices.some((choice) => choice.value === text) ? (choices[0]?.value ?? '') : text;
  const submit = async () => {
    const input = field.read(value);
    if (typeof input === 'string') return input;
    if (!found) return '';
    const answer = await changeMatching(found, input);
    if (typeof answer === 'string') return answer;
    say(`${plural(answer.changed, 'deal')} of ${answer.matched} changed; the others were so already.`);
    return undefined;
  };
  const title = `Change ${found ? plural(found.count, 'deal') : '…'}`;
  const disabled = !found || found.count === 0;
  return (
    <FormDialog {...{ submit, onClose, title, disabled }} id="bulk-title" action="Change them all">
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
    </FormDialog>
  );
}
