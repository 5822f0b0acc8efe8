/** A change of one deal: it shows at once, and is taken back, with the reason, where the gateway refuses it. */

import { noteChange } from '../api/changes.ts';
import { mistakeOf } from '../api/mistake.ts';
import {
  ChangeCustomFieldsDocument,
  ChangeDealDocument,
  DealDocument,
  type OpportunityInput,
} from '../generated/documents.ts';
import { gateway, timeZone } from '../state/session.ts';
import { say } from '../state/toast.ts';

interface Changed {
  readonly id: string;
  /** As it was read: a change that somebody else made meanwhile is not written over. */
  readonly version: number;
  readonly lead: { readonly name: string };
}

/** The versions of a deal that changes made here have led through. */
interface OwnVersions {
  readonly from: number;
  readonly to: number;
}

/** Of each deal the last change made here, which the next one waits for: nobody is in conflict with himself. */
const own = new Map<string, Promise<OwnVersions | undefined>>();

/** @returns whether it was stored */
export async function changeDeal(deal: Changed, input: OpportunityInput): Promise<boolean> {
  const changed = changeAfter(own.get(deal.id), deal, input);
  own.set(deal.id, changed);
  return (await changed) !== undefined;
}

async function changeAfter(
  last: Promise<OwnVersions | undefined> | undefined,
  deal: Changed,
  input: OpportunityInput,
): Promise<OwnVersions | undefined> {
  const before = await last;
  const isOwn = before && before.from <= deal.version && deal.version <= before.to;
  const expectedVersion = isOwn ? before.to : deal.version;
  const { client } = gateway();
  const document = input.customFields ? ChangeCustomFieldsDocument : ChangeDealDocument;
  const { data, error } = await client.mutation(document, { id: deal.id, expectedVersion, input, timeZone });
  noteChange(100);
  if (!error) {
    const to = data?.updateOpportunity?.opportunity.version ?? expectedVersion;
    return { from: isOwn ? before.from : expectedVersion, to };
  }
  const { code, message } = mistakeOf(error);
  if (code !== 'VERSION_CONFLICT') say(message, 'problem');
  else say(await conflict(deal), 'problem');
  return undefined;
}

async function conflict({ id, lead }: Changed): Promise<string> {
  const { data } = await gateway().client.query(DealDocument, { id }, { requestPolicy: 'network-only' });
  const now = data?.opportunity;
  if (!now) return `${lead.name} was not changed: somebody has deleted it meanwhile.`;
  const who = now.updatedBy?.fullName ?? 'Somebody';
  return `${lead.name} was not changed: ${who} changed it meanwhile. It is in ${now.status.label} now, and shown as it is.`;
}
