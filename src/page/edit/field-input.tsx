/** The form of one field: Enter and leaving store, Escape does not. In a text of several lines Enter begins a line. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Control } from './control.tsx';
import type { EditableField } from './fields.ts';

interface Props {
  readonly field: EditableField;
  readonly text: string;
  onText(text: string): void;
  onCancel(): void;
}

export function FieldInput({ field, text: before, onText, onCancel }: Props) {
  const [text, setText] = useState(before);
  const control = useRef<HTMLElement>(null);
  const isOver = useRef(false);
  // At once: who types fast would lose the first letters.
  useLayoutEffect(() => control.current?.focus(), []);
  const end = (work: () => void) => {
    if (isOver.current) return;
    isOver.current = true;
    work();
  };
  const hasLines = field.kind === 'area';
  return (
    <Control
      {...{ field, text }}
      label={field.label}
      inner={control}
      onText={(next) => {
        setText(next);
        // One choice is all that there is to say.
        if (field.kind === 'choice') end(() => onText(next));
      }}
      onBlur={() => end(() => onText(text))}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') end(onCancel);
        if (event.key === 'Enter' && (!hasLines || event.ctrlKey || event.metaKey)) {
          // It would press the button that the focus goes back to.
          event.preventDefault();
          end(() => onText(text));
        }
      }}
    />
  );
}
