/** A pipeline as columns: what stands above a column is of all that match in it, however far it was scrolled. */
import { useAnswer } from '../ask/use-answer.ts';
import { ColumnsDocument } from '../generated/documents.ts';
import { Failure } from '../parts/failure.tsx';
import { chosenPipeline, PipelineSelect } from '../parts/pipeline-select.tsx';
import { address } from '../state/address.ts';
import { timeZone } from '../state/session.ts';
import { Column } from './column.tsx';
import { HeldCard } from './held-card.tsx';

export function Board() {
  const { query } = address.value;
  const pipeline = chosenPipeline();
  const filter = { pipelineId: { eq: pipeline?.id ?? '' } };
  const { data, mistake } = useAnswer(ColumnsDocument, { query, filter, timeZone });
  if (mistake) return <Failure mistake={mistake} />;
  if (!pipeline)
    return (
      <p class="empty">
        There is no pipeline yet. An admin makes one with <code>createPipeline</code>.
      </p>
    );
  const groups = data?.opportunityReport?.groups?.nodes;
  return (
    <>
      <div class="toolbar">
        <PipelineSelect />
        <span class="quiet hint">Drag a deal to move it, or Shift with ← and →</span>
      </div>
      <section class="board" aria-label={`Pipeline ${pipeline.name}`}>
        {pipeline.statuses.map((status) => (
          <Column
            key={status.id}
            {...{ status, pipeline, query }}
            group={groups?.find(({ keys }) => keys[0]?.key === status.id)}
            isCounted={groups !== undefined}
          />
        ))}
      </section>
      <HeldCard />
    </>
  );
}
