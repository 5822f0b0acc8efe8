import type { Suggestion } from './vocabulary.ts';

interface Props {
  readonly suggestions: readonly Suggestion[];
  readonly chosen: number;
  onTake(index: number): void;
}

export function Suggestions({ suggestions, chosen, onTake }: Props) {
  return (
    <div id="suggestions" role="listbox" aria-label="Suggestions" class="suggestions">
      {suggestions.map(({ text, hint }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the box that owns the list has the keys
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box
        <div
          key={text}
          id={`suggestion-${index}`}
          role="option"
          aria-selected={index === chosen}
          // Before the box loses the focus, and with it the list.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(index)}
        >
          <span>{text}</span>
          <small>{hint}</small>
        </div>
      ))}
    </div>
  );
}
