/** What can be said of a lead, checked and as it is stored. */

import type { NewContactInput } from '../contact/create.ts';
import type { ContactChange } from '../contact/update.ts';
import type { CustomFieldChange } from '../custom-field/change.ts';
import type { Origin } from '../user/origin.ts';
import { invalid, nameOf, textOf } from '../value/input.ts';
import { fold } from '../value/text.ts';
import { type Address, type AddressInput, addressesOf } from './address.ts';
import type { LeadStatus } from './status.ts';

/** Absent is untouched, or the default of a new lead; null empties what may be empty. */
export interface LeadInput {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly url?: string | null;
  readonly addresses?: readonly AddressInput[] | null;
  readonly statusId?: string | null;
  readonly customFields?: readonly CustomFieldChange[];
}

export interface NewLead extends LeadInput, Origin {
  readonly contacts?: readonly NewContactInput[];
}

export interface LeadChange extends LeadInput {
  /** Those with an id are changed, the others are new; contacts that are not named stay as they are. */
  readonly contacts?: readonly ContactChange[];
}

export interface LeadColumns {
  readonly name: string;
  readonly name_folded: string;
  readonly description: string;
  readonly url: string | null;
  readonly addresses: readonly Address[];
  readonly status_id: string;
}

export function leadColumns(input: LeadInput, statuses: readonly LeadStatus[]): Partial<LeadColumns> {
  const { name, description, url, addresses, statusId } = input;
  return {
    ...(name !== undefined && nameColumns(nameOf('name', name))),
    ...(description !== undefined && { description: textOf('description', description ?? '') }),
    ...(url !== undefined && { url: textOf('url', url ?? '', 2000).trim() || null }),
    ...(addresses !== undefined && { addresses: addressesOf(addresses ?? []) }),
    ...(statusId !== undefined && { status_id: statusOf(statusId, statuses) }),
  };
}

const nameColumns = (name: string) => ({ name, name_folded: fold(name) });

/** A lead that nobody has given a name. */
export const untitled = nameColumns('Untitled');

function statusOf(id: string | null, statuses: readonly LeadStatus[]): string {
  if (id !== null && statuses.some((status) => status.id === id)) return id;
  const offered = statuses.map(({ id: offer, label }) => `${JSON.stringify(label)} (${offer})`).join(', ');
  throw invalid('statusId', `There is no lead status ${JSON.stringify(id)}. Use one of ${offered}.`);
}
