/** Debian's redis-server on a free port of this machine, keeping nothing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { describe } from 'vitest';
import { freePort } from './postgres.ts';

const program = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].find(existsSync);
const required = process.env.REDIS_TEST === 'required';

export interface Redis {
  readonly url: string;
  /** Ends it at once, with all that it holds. */
  stop(): Promise<void>;
  /** Leaves connections open, and answers nothing until it is continued. */
  pause(): void;
  continue(): void;
}

/** @param port of one that was stopped, to have it back @default a free one */
export async function startRedis(port?: number): Promise<Redis & { readonly port: number }> {
  const own = port ?? (await freePort());
  const url = `redis://127.0.0.1:${own}`;
  const options = ['--port', String(own), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(program ?? 'redis-server', options, { cwd: tmpdir(), stdio: 'ignore' });
  await untilAnswers(url, child);
  return {
    ...{ url, port: own },
    async stop() {
      child.kill('SIGCONT');
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    pause: () => void child.kill('SIGSTOP'),
    continue: () => void child.kill('SIGCONT'),
  };
}

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; ; tries++) {
    const client = createClient({ url, socket: { reconnectStrategy: false } });
    client.on('error', () => {});
    try {
      await client.connect();
      client.destroy();
      return;
    } catch (error) {
      if (tries === 200 || child.exitCode !== null) throw error;
      await sleep(50);
    }
  }
}

/** Without the program its tests are skipped, and that is said. */
export function describeWithRedis(what: string, define: () => void): void {
  if (!program && !required) {
    process.stderr.write(`${what} was SKIPPED: no redis-server was found (apt-get install redis-server).\n`);
  }
  describe.skipIf(!program && !required)(what, define);
}
