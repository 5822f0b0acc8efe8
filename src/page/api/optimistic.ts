/** What a deal is taken to be while the gateway has not answered yet. Its expectation is for the gateway to compute. */
import type { DataField } from '@urql/exchange-graphcache';
import type { OpportunityInput } from '../generated/documents.ts';

const asTheyAre = ['value', 'valuePeriod', 'confidence', 'dateWon', 'dateLost', 'note'] as const;

export function optimisticDeal(id: string, input: OpportunityInput): DataField {
  const same = asTheyAre.filter((name) => name in input).map((name) => [name, input[name]]);
  const opportunity = {
    ...{ __typename: 'Opportunity', id, ...Object.fromEntries(same) },
    ...(input.statusId && { status: { __typename: 'OpportunityStatus', id: input.statusId } }),
    ...('userId' in input && { user: input.userId ? { __typename: 'User', id: input.userId } : null }),
  };
  return { __typename: 'OpportunityPayload', opportunity } as DataField;
}
