/** What the deal was before each change, the latest first. */
import { useState } from 'preact/hooks';
import { useAnswer } from '../ask/use-answer.ts';
import { showMoment } from '../format/dates.ts';
import { HistoryDocument } from '../generated/documents.ts';
import { sayChange } from './say-change.ts';

const step = 10;

export function History({ id }: { readonly id: string }) {
  const [first, setFirst] = useState(step);
  const { data } = useAnswer(HistoryDocument, { id, first });
  const history = data?.opportunity?.history;
  return (
    <section class="history">
      <h3>History</h3>
      <ol>
        {history?.nodes.map((version, index) => (
          <li key={version.from}>
            <p>{sayChange(version, history.nodes[index + 1])}</p>
            <small class="quiet">
              {showMoment(version.from)}
              {version.changedBy && ` · ${version.changedBy.fullName}`}
              {version.isAssumed && ' · assumed, not recorded'}
            </small>
          </li>
        ))}
      </ol>
      {history?.pageInfo.hasNextPage && (
        <button type="button" onClick={() => setFirst(Math.min(first + step, 200))}>
          Show older changes
        </button>
      )}
    </section>
  );
}
