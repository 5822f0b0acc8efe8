/** The database at the start of a program: waited for where it may come, migrated, and what is wrong with it told in a sentence. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../errors.ts';
import { migrate } from './migrate.ts';
import { assertPooled } from './pooler.ts';
import { providerOf } from './provider.ts';

export interface StartOptions {
  readonly databaseUrl: string;
  /** By way of a pooler. */
  readonly pooledUrl?: string | undefined;
  /** How long to wait for a PostgreSQL that cannot be reached yet, in milliseconds. */
  readonly databaseWait: number;
  /** Told once why it is waited for. */
  readonly onWait: (reason: string) => void;
}

/** How long to wait before each attempt, in milliseconds. */
const pause = 500;

/** @returns the names of the migrations that were applied. @throws SERVICE_UNAVAILABLE, in a sentence for whoever set it up */
export async function startDatabase(options: StartOptions): Promise<readonly string[]> {
  const { databaseUrl, pooledUrl, databaseWait, onWait } = options;
  const patience = performance.now() + databaseWait;
  for (let attempt = 1; ; attempt++) {
    try {
      const applied = await migrate(databaseUrl);
      if (pooledUrl !== undefined) await assertPooled(pooledUrl);
      return applied;
    } catch (error) {
      const problem = new DomainError('SERVICE_UNAVAILABLE', sentenceOf(databaseUrl, error), { cause: error });
      if (!isAbsent(error) || performance.now() + pause > patience) throw problem;
      if (attempt === 1) onWait(`${problem.message} Waiting for it.`);
      await sleep(pause);
    }
  }
}

/** Not there yet, not ready yet, or in the way of who writes at this moment: a wrong password or a name that does not exist will not become right. */
const isAbsent = (error: unknown) =>
  /^(E(CONN|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)|08|57P|53300|40P01)/.test(codeOf(error));

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** What this program says itself is a sentence already; what drivers throw has a code. */
function sentenceOf(url: string, error: unknown): string {
  const [first = error] = error instanceof AggregateError ? error.errors : [];
  const reason = first instanceof Error ? first.message : String(first);
  if (codeOf(error) === '') return reason;
  return `The database ${nameOf(url)}, as DATABASE_URL names it, cannot be used: ${reason.replace(/\.$/, '')}.`;
}

/** Without the password. */
function nameOf(url: string): string {
  if (providerOf(url) === 'sqlite') return `at ${url}`;
  const { host, pathname } = new URL(url);
  return `${pathname.slice(1) || 'of the user'} at ${host || 'localhost'}`;
}
