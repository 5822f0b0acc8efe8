/** A server to measure: a process of its own. */
import type { HttpRequest, Side } from '../work/work.ts';

export const targetNames = ['gateway', 'gateway-sqlite', 'postgraphile', 'floor'] as const;
export type TargetName = (typeof targetNames)[number];

export interface Target {
  readonly name: TargetName;
  readonly side: Side;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pid: number;
  /** Of the process whose children are the database; none where it is within the server. */
  readonly databasePid?: number;
  /** SQL statements for one such request. */
  countStatements(request: () => HttpRequest): Promise<number>;
  stop(): Promise<void>;
}
