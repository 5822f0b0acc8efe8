/** What can be said of a webhook, checked and as it is stored. */
import type { Caller } from '../caller.ts';
import { hasRight } from '../caller.ts';
import { eventActions, eventTypes } from '../db/history/event-kinds.ts';
import { at, DomainError } from '../errors.ts';
import { invalid, listOf, textOf, wordOf } from '../value/input.ts';
import { isText } from '../value/text.ts';
import type { AddressRule } from './address.ts';
import { type EventFilter, readEventFilter } from './event-filter.ts';

export const webhookStatuses = ['active', 'paused'] as const;
export type WebhookStatus = (typeof webhookStatuses)[number];

/** Of what it wants to be told. */
export interface WantedEvent {
  readonly objectType: string;
  readonly action: string;
  readonly extraFilter?: unknown;
}

/** As it is stored, which is as the source API shows it. */
export interface StoredEvent {
  readonly object_type: string;
  readonly action: string;
  readonly extra_filter?: EventFilter;
}

/** Absent is untouched, or the default of a new one. */
export interface WebhookInput {
  readonly url?: string | null;
  readonly events?: readonly WantedEvent[] | null;
  readonly status?: string | null;
  readonly verifySsl?: boolean | null;
}

/**
 * Those that a caller sees, as a Prisma condition. Where it leads is often a secret of its own, so who is no admin sees those
 * that are theirs.
 */
export const visibleWebhooks = (caller: Pick<Caller, 'organizationId' | 'userId' | 'role'>) => ({
  organizationId: caller.organizationId,
  ...(hasRight(caller, 'administer') ? {} : { createdById: caller.userId }),
});

/** @throws INVALID_INPUT with the place */
export function webhookColumns({ url, events, status, verifySsl }: WebhookInput, addresses: AddressRule) {
  return {
    ...(url !== undefined && { url: readUrl(url ?? '', addresses) }),
    ...(events !== undefined && { events: readEvents(events ?? []) }),
    ...(status != null && { status: wordOf('status', status, webhookStatuses) }),
    ...(verifySsl != null && { verify_ssl: verifySsl }),
  };
}

/** As browsers understand it: numbers of any form (`0x7f.1`, `017700000001`) have become addresses before they are looked at. */
function readUrl(text: string, addresses: AddressRule): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw invalid('url', 'url must be an address like https://example.com/hook.');
  }
  if (text.length > 2000) throw invalid('url', 'url must have at most 2000 characters.');
  if (url.username !== '' || url.password !== '') {
    throw invalid('url', 'url must not hold a name or password: verify the signature instead.');
  }
  const refusal = addresses.refusalOf(url.hostname);
  if (refusal !== undefined) throw invalid('url', refusal);
  url.hash = '';
  return url.href;
}

function readEvents(events: readonly WantedEvent[]): readonly StoredEvent[] {
  if (events.length === 0) throw invalid('events', 'events must name at least one kind of event.');
  return listOf('events', events, ({ objectType, action, extraFilter }) => ({
    ...kindOf(textOf('objectType', objectType), textOf('action', action)),
    ...(extraFilter != null && { extra_filter: at('extraFilter', () => storable(extraFilter)) }),
  }));
}

/** What the source API tells of and the gateway does not keep: programs name it in one breath with what there is, and it never happens. */
const neverHappens =
  /^(activity\.(call|email|email_thread|meeting|sms|created|custom_activity|form_submission|lead_merge|whatsapp_message)|bulk_action\..+|custom_activity_type|custom_object|custom_object_type|email_account|email_template|export\..+|group|import|integration_link|membership|phone_number|report|saved_search|sequence|sequence_subscription|task\.(?!lead$).+|unsubscribed_email|user)$/;

function kindOf(objectType: string, action: string): Pick<StoredEvent, 'object_type' | 'action'> {
  if (neverHappens.test(objectType)) return { object_type: objectType, action: textOf('action', action, 50) };
  return { object_type: wordOf('objectType', objectType, eventTypes), action: wordOf('action', action, eventActions) };
}

/** More is no condition that anybody wrote. */
const longestFilter = 10_000;

const wrong = (message: string) => new DomainError('INVALID_INPUT', message);

function storable(given: unknown): EventFilter {
  const filter = readEventFilter(given);
  const json = JSON.stringify(filter);
  if (json.length > longestFilter) throw wrong(`It has ${json.length} characters; ${longestFilter} are allowed.`);
  // What is no text, PostgreSQL refuses within JSON too.
  if (!isText(json) || /\\u0000|\\ud[89a-f]/i.test(json)) {
    throw wrong('Its texts must be well-formed Unicode, without NUL.');
  }
  return filter;
}
