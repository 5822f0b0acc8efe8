/** What is measured: one question, put to each side in its own words, and what of the answers must be the same. */
import type { BenchOrganization } from '../data/organization.ts';

/** Whose words: the gateway's own (on either database), PostGraphile's, or plain SQL. */
export type Side = 'gateway' | 'postgraphile' | 'floor';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: string;
}

export interface Question {
  /** The n-th request: writes differ, reads do not. */
  request(n: number): HttpRequest;
  /** What every side must agree on, from the answer's JSON. */
  facts(answer: unknown): unknown;
}

export interface Setting {
  readonly organization: BenchOrganization;
  /** Asks the side that the question is made for, for what it needs to know first: the cursor of a far page. */
  ask(question: Question): Promise<unknown>;
}

type Make = (setting: Setting) => Question | Promise<Question>;

export interface Work {
  /** For options and reports: `page`. */
  readonly id: string;
  readonly title: string;
  /** Done last, because the sides would no longer agree on what is there. */
  readonly writes?: true;
  readonly sides: Readonly<{ gateway: Make } & Partial<Record<Side, Make>>>;
}
