/** The deals of a step: what each was, and what it is. */
import { useState } from 'preact/hooks';
import { useAnswer } from '../ask/use-answer.ts';
import { MovedDealsDocument } from '../generated/documents.ts';
import { DealsTable, firstDeals, LeadCell, MomentWords } from './deals-table.tsx';
import { type Step, stepNames } from './steps.ts';

export function MovedDeals({ step }: { readonly step: Step }) {
  const [first, setFirst] = useState(firstDeals);
  const { data, mistake } = useAnswer(MovedDealsDocument, { within: step.drillDown, first });
  const moved = data?.movedOpportunities;
  return (
    <DealsTable
      {...{ first, mistake, onMore: setFirst }}
      title={stepNames[step.kind]}
      count={moved?.totalCount}
      columns={['Before', 'After']}
    >
      {moved?.nodes.map(({ opportunityId, opportunity, before, after }) => (
        <tr key={opportunityId}>
          <LeadCell deal={opportunity} lead={(after ?? before)?.lead} />
          <td>{before ? <MomentWords {...before} /> : 'did not exist'}</td>
          <td>{after ? <MomentWords {...after} /> : 'deleted'}</td>
        </tr>
      ))}
    </DealsTable>
  );
}
