/** Debian's programs, run in the foreground as somebody who is not root, and ended with the test. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe } from 'vitest';

const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
const newest = versions.map(Number).sort((a, b) => b - a)[0];

export const postgresProgram = (name: string): string => `/usr/lib/postgresql/${newest}/bin/${name}`;
export const pgbouncerProgram = '/usr/sbin/pgbouncer';
export const haproxyProgram = '/usr/sbin/haproxy';

const missing = [postgresProgram('postgres'), pgbouncerProgram, haproxyProgram, '/usr/bin/redis-server'].filter(
  (path) => !existsSync(path),
);
const required = process.env.CLUSTER_TEST === 'required';

/** Without the programs its tests are skipped, and that is said. */
export function describeCluster(what: string, define: () => void): void {
  const skipped = missing.length > 0 && !required;
  if (skipped) process.stderr.write(`${what} was SKIPPED: there is no ${missing.join(', ')}.\n`);
  describe.skipIf(skipped)(what, define);
}

/** PostgreSQL and PgBouncer refuse to run as root. */
const asPostgres = (command: readonly string[]): readonly [string, ...string[]] =>
  userInfo().uid === 0 ? ['/usr/sbin/runuser', '-u', 'postgres', '--', ...command] : (command as [string]);

export async function run(...command: readonly string[]): Promise<void> {
  const [program, ...args] = asPostgres(command);
  await promisify(execFile)(program, args, { cwd: '/tmp' });
}

export interface Program {
  /** At once, with all that it has started. */
  kill(): Promise<void>;
}

/** Runs until it is killed. @param isUp asked until it says so @throws when it ends before */
export async function start(command: readonly string[], isUp: () => Promise<unknown>): Promise<Program> {
  const [program, ...args] = asPostgres(command);
  const child = spawn(program, args, { cwd: '/tmp', detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-4000);
  });
  await untilUp(child, isUp, () => said);
  let isWanted = true;
  // Whatever is asked afterwards fails of it, and does not say why.
  child.once('exit', (code, signal) => {
    if (isWanted) process.stderr.write(`${args.join(' ')} ended by itself, with ${signal ?? code}: ${said}\n`);
  });
  return {
    async kill() {
      isWanted = false;
      await kill(child);
    },
  };
}

async function untilUp(child: ChildProcess, isUp: () => Promise<unknown>, said: () => string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await isUp();
      return;
    } catch (error) {
      if (child.exitCode !== null || tries === 600) throw new Error(`${child.spawnfile}: ${said()}`, { cause: error });
      await sleep(100);
    }
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGKILL');
  await ended;
}
