/** Rounds: so many connections ask the same question again and again until the time is over. */
import { Agent } from 'node:http';
import type { HttpRequest } from '../work/work.ts';
import { cpuOfTree } from './cpu.ts';
import { isGood, send } from './send.ts';
import type { Target } from './target.ts';

export interface Round {
  /** How long each good answer took, in milliseconds. */
  readonly times: readonly number[];
  readonly failed: number;
  /** What was wrong with the last bad answer. */
  readonly reason?: string;
  readonly elapsed: number;
  /** CPU of the server and of its database, in milliseconds. */
  readonly server: number;
  readonly database: number | null;
}

export interface Load {
  readonly connections: number;
  readonly milliseconds: number;
  request(): HttpRequest;
}

export async function measureRound(target: Target, { connections, milliseconds, request }: Load): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let failed = 0;
  let reason: string | undefined;
  const ask = async () => {
    const began = performance.now();
    const reply = await send(target, request(), agent).catch((error: Error) => ({ status: 0, text: error.message }));
    if (isGood(reply)) times.push(performance.now() - began);
    else {
      failed++;
      reason = `${reply.status} ${reply.text.slice(0, 300)}`;
    }
  };
  const before = await cpuOfTarget(target);
  const began = performance.now();
  const keepAsking = async () => {
    do await ask();
    while (performance.now() - began < milliseconds);
  };
  await Promise.all(Array.from({ length: connections }, keepAsking));
  const elapsed = performance.now() - began;
  const after = await cpuOfTarget(target);
  agent.destroy();
  const database = before.database === null || after.database === null ? null : after.database - before.database;
  return { times, failed, reason, elapsed, server: after.server - before.server, database };
}

async function cpuOfTarget({ pid, databasePid }: Target) {
  return { server: await cpuOfTree(pid), database: databasePid === undefined ? null : await cpuOfTree(databasePid) };
}

export interface Measurement {
  readonly requests: number;
  readonly failed: number;
  readonly reason?: string;
  readonly perSecond: number;
  /** Milliseconds; null without a request to be timed. */
  readonly p50: number | null;
  readonly p95: number | null;
  /** CPU for each request, in milliseconds; null where the database is within the server. */
  readonly server: number;
  readonly database: number | null;
}

/** All rounds of one target as one. */
export function summarize(rounds: readonly Round[]): Measurement {
  const times = rounds.flatMap((round) => round.times).sort((a, b) => a - b);
  const total = (figure: (round: Round) => number) => rounds.reduce((sum, round) => sum + figure(round), 0);
  const failed = total((round) => round.failed);
  const answers = times.length + failed;
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? null;
  const hasDatabase = rounds.every(({ database }) => database !== null);
  return {
    ...{ requests: times.length, failed, reason: rounds.findLast((round) => round.reason)?.reason },
    perSecond: (times.length / total((round) => round.elapsed)) * 1000,
    ...{ p50: at(0.5), p95: at(0.95) },
    server: total((round) => round.server) / answers,
    database: hasDatabase ? total((round) => round.database ?? 0) / answers : null,
  };
}
