/** What the core needs of HTTP: whoever sends for it. */
import type { Instant } from '../value/period.ts';

export interface Receiver {
  readonly url: string;
  readonly signatureKey: string;
  readonly verifySsl: boolean;
}

export type Outcome = { readonly status: number } | { readonly fault: string };

export interface Sender {
  /** Never rejects. */
  send(receiver: Receiver, body: string, now: Instant): Promise<Outcome>;
  /** Breaks off what is under way. */
  close(): void;
}
