/** The one question of all views. Enter asks it; while one types it is told what it would mean. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Mistake } from '../api/mistake.ts';
import { address, go } from '../state/address.ts';
import { signedIn } from '../state/session.ts';
import { complete } from './completion.ts';
import { Meaning } from './meaning.tsx';
import { Suggestions } from './suggestions.tsx';
import { Underline } from './underline.tsx';

export function SearchBox() {
  const asked = address.value.query;
  const [text, setText] = useState(asked);
  const [caret, setCaret] = useState<number | undefined>();
  const [chosen, choose] = useState(-1);
  const [mistake, setMistake] = useState<Mistake | undefined>();
  const input = useRef<HTMLInputElement>(null);
  const taken = useRef<number>(undefined);
  // Before anybody can type: what comes later would be typed over.
  useLayoutEffect(() => setText(asked), [asked]);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key !== '/' || (event.target as Element).closest('input, select, textarea, dialog')) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, []);

  const { start, end, suggestions } = complete(text, caret ?? 0, signedIn());
  const open = caret !== undefined && suggestions.length > 0;

  const take = (index: number) => {
    const word = suggestions[index]?.text ?? '';
    setText(text.slice(0, start) + word + text.slice(end).trimStart());
    choose(-1);
    setCaret(start + word.length);
    taken.current = start + word.length;
  };
  // The caret goes behind the word that was taken, as soon as it is there.
  useLayoutEffect(() => {
    if (taken.current === undefined) return;
    input.current?.setSelectionRange(taken.current, taken.current);
    taken.current = undefined;
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (open && step) choose((chosen + step + suggestions.length) % suggestions.length);
    else if (open && (event.key === 'Tab' || event.key === 'Enter') && chosen >= 0) take(chosen);
    else if (event.key === 'Escape') setCaret(undefined);
    else return;
    event.preventDefault();
  };

  return (
    <search class="search">
      <form
        class="search-field"
        onSubmit={(event) => {
          event.preventDefault();
          setCaret(undefined);
          go({ query: text.trim() });
        }}
      >
        <Underline text={text} mistake={mistake} input={input} />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label="Search deals"
          aria-expanded={open}
          aria-controls="suggestions"
          aria-autocomplete="list"
          aria-describedby="meaning"
          aria-invalid={mistake !== undefined}
          aria-activedescendant={open && chosen >= 0 ? `suggestion-${chosen}` : undefined}
          placeholder="Search deals: status_type:active value > 5k user:me"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => {
            setText(currentTarget.value);
            setCaret(currentTarget.selectionStart ?? undefined);
            choose(-1);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setCaret(undefined)}
        />
        {text && (
          <button type="button" class="plain" aria-label="Clear the search" onClick={() => go({ query: '' })}>
            ✕
          </button>
        )}
        <button type="submit" class="primary">
          Search
        </button>
        {open && <Suggestions suggestions={suggestions} chosen={chosen} onTake={take} />}
      </form>
      <Meaning text={text} isAsked={text.trim() === asked} onMistake={setMistake} />
    </search>
  );
}
