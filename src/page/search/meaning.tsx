/** What the search was understood as, in words of the gateway; or what is wrong with it, and what would be right. */
import { useEffect, useState } from 'preact/hooks';
import { type Mistake, mistakeOf } from '../api/mistake.ts';
import { plural } from '../format/numbers.ts';
import { ExplainDocument, type ExplainQuery } from '../generated/documents.ts';
import { gateway, timeZone } from '../state/session.ts';

interface Props {
  readonly text: string;
  readonly isAsked: boolean;
  onMistake(mistake: Mistake | undefined): void;
}

/** Nobody reads what half a word means. */
const pause = 200;

export function Meaning({ text, isAsked, onMistake }: Props) {
  const [explained, setExplained] = useState<ExplainQuery['explainQuery']>(null);
  const [mistake, setMistake] = useState<Mistake | undefined>();
  const { client } = gateway();

  useEffect(() => {
    let isOld = false;
    const timer = setTimeout(async () => {
      const { data, error } = await client.query(ExplainDocument, { query: text, timeZone });
      if (isOld) return;
      const wrong = error && mistakeOf(error);
      setExplained(data?.explainQuery ?? null);
      setMistake(wrong);
      onMistake(wrong);
    }, pause);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [client, text]);

  if (mistake)
    return (
      <p id="meaning" class="meaning wrong" role="alert">
        {mistake.message}
      </p>
    );
  if (!explained || text.trim() === '')
    return (
      <p id="meaning" class="meaning">
        All deals. Press / to search.
      </p>
    );
  return (
    <p id="meaning" class="meaning" aria-live="polite">
      Means <q>{explained.text}</q> · {plural(explained.matchCount, 'deal')}
      {!isAsked && ' · press Enter to see them'}
      {explained.warnings.map((warning) => (
        <span key={warning}> · {warning}</span>
      ))}
    </p>
  );
}
