/** Leads whose name has what is typed in it; what is typed may be the name of a new one. */
import { useEffect, useState } from 'preact/hooks';
import { LeadsNamedDocument, type LeadsNamedQuery } from '../generated/documents.ts';
import { gateway } from '../state/session.ts';
import type { LeadChoice } from './create-deal.ts';

type Leads = NonNullable<LeadsNamedQuery['leads']>['nodes'];

interface Props {
  readonly chosen: LeadChoice | undefined;
  onChoose(lead: LeadChoice | undefined): void;
}

const pause = 150;

export function LeadPicker({ chosen, onChoose }: Props) {
  const [text, setText] = useState('');
  const [found, setFound] = useState<Leads>([]);
  const name = text.trim();
  useEffect(() => {
    let isOld = false;
    const timer = setTimeout(async () => {
      const { data } = await gateway().client.query(LeadsNamedDocument, { name });
      if (!isOld) setFound(data?.leads?.nodes ?? []);
    }, pause);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [name]);
  const isKnown = found.some((lead) => lead.name.toLowerCase() === name.toLowerCase());
  return (
    <>
      <label>
        Lead
        <input
          type="text"
          required
          placeholder="A part of its name, or a new name"
          value={text}
          onInput={({ currentTarget }) => {
            setText(currentTarget.value);
            onChoose(undefined);
          }}
        />
      </label>
      {name !== '' && (
        <fieldset class="matches" aria-label="Which lead">
          {found.map((lead) => (
            <label key={lead.id}>
              <input
                type="radio"
                name="lead"
                required
                checked={chosen !== undefined && 'id' in chosen && chosen.id === lead.id}
                onChange={() => onChoose({ id: lead.id })}
              />
              {lead.name}
            </label>
          ))}
          {!isKnown && (
            <label>
              <input
                type="radio"
                name="lead"
                required
                checked={chosen !== undefined && 'name' in chosen}
                onChange={() => onChoose({ name })}
              />
              New lead “{name}”
            </label>
          )}
        </fieldset>
      )}
    </>
  );
}
