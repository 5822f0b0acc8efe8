/** A new deal, with a lead that is there or a new one. Sent again it is not made again. */
import { noteChange } from '../api/changes.ts';
import { mistakeOf } from '../api/mistake.ts';
import { AddDealDocument, AddLeadDocument, type OpportunityInput } from '../generated/documents.ts';
import { gateway, timeZone } from '../state/session.ts';

/** By its id, or by the name of one that there is not yet. */
export type LeadChoice = { readonly id: string } | { readonly name: string };

interface Made {
  readonly id: string;
}

/** @returns what was wrong, in words */
export async function createDeal(lead: LeadChoice, input: OpportunityInput, key: string): Promise<string | Made> {
  const leadId = 'id' in lead ? lead : await createLead(lead.name, `${key}-lead`);
  if (typeof leadId === 'string') return leadId;
  const variables = { input: { ...input, leadId: leadId.id }, idempotencyKey: key, timeZone };
  const { data, error } = await gateway().client.mutation(AddDealDocument, variables);
  if (error) return mistakeOf(error).message;
  noteChange(0);
  return data?.createOpportunity?.opportunity ?? 'Nothing was made.';
}

async function createLead(name: string, idempotencyKey: string): Promise<string | Made> {
  const { data, error } = await gateway().client.mutation(AddLeadDocument, { name, idempotencyKey });
  return error ? mistakeOf(error).message : (data?.createLead?.lead ?? 'No lead was made.');
}
