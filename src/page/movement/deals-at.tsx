/** The deals that a movement begins or ends with, as they were at that moment. */
import { useState } from 'preact/hooks';
import { useAnswer } from '../ask/use-answer.ts';
import { DealsAtDocument, type DealsAtQueryVariables } from '../generated/documents.ts';
import { DealsTable, firstDeals, LeadCell, MomentWords } from './deals-table.tsx';

interface Props {
  readonly title: string;
  readonly question: Omit<DealsAtQueryVariables, 'first'>;
}

export function DealsAt({ title, question }: Props) {
  const [first, setFirst] = useState(firstDeals);
  const { data, mistake } = useAnswer(DealsAtDocument, { ...question, first });
  const found = data?.opportunitiesAt;
  return (
    <DealsTable {...{ title, first, mistake, onMore: setFirst }} count={found?.totalCount} columns={['At that moment']}>
      {found?.nodes.map(({ opportunityId, opportunity, ...moment }) => (
        <tr key={opportunityId}>
          <LeadCell deal={opportunity} lead={moment.lead} />
          <td>
            <MomentWords {...moment} />
          </td>
        </tr>
      ))}
    </DealsTable>
  );
}
