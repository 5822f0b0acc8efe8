/** The part of a form in which one field is changed, as its kind asks for. What it holds is always a text. */
import type { RefObject, TargetedKeyboardEvent } from 'preact';
import { signedIn } from '../state/session.ts';
import type { EditableField } from './fields.ts';

type Element = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

interface Props {
  readonly field: EditableField;
  readonly text: string;
  readonly id?: string;
  readonly label?: string;
  readonly inner?: RefObject<HTMLElement | null>;
  onText(text: string): void;
  onBlur?(): void;
  onKeyDown?(event: TargetedKeyboardEvent<Element>): void;
}

export function Control({ field, text, label, inner, onText, ...rest }: Props) {
  const shared = {
    ...rest,
    class: 'edit',
    'aria-label': label,
    ref: (element: Element | null) => {
      if (inner) inner.current = element;
    },
    onInput: ({ currentTarget }: { readonly currentTarget: Element }) => onText(textOf(currentTarget)),
  };
  if (field.kind === 'area') return <textarea rows={5} value={text} {...shared} />;
  if (field.kind === 'text') return <input type="text" value={text} {...shared} />;
  if (field.kind === 'date') return <input type="date" value={text} {...shared} />;
  if (field.kind === 'moment') return <input type="datetime-local" value={text} {...shared} />;
  const choices = field.choices?.(signedIn()) ?? [];
  const isMultiple = field.kind === 'choices';
  const chosen = isMultiple ? listOf(text) : [text];
  return (
    <select multiple={isMultiple} size={isMultiple ? Math.min(choices.length, 6) : undefined} {...shared}>
      {choices.map(({ value, label }) => (
        <option key={value} value={value} selected={chosen.includes(value)}>
          {label}
        </option>
      ))}
    </select>
  );
}

/** Several choices are a list in one text. */
export const listOf = (text: string): readonly string[] => (text === '' ? [] : JSON.parse(text));
export const textOfList = (values: readonly string[]): string => (values.length === 0 ? '' : JSON.stringify(values));

const textOf = (element: Element) =>
  element instanceof HTMLSelectElement && element.multiple
    ? textOfList([...element.selectedOptions].map(({ value }) => value))
    : element.value;
