/** Starts a server as a process of its own, and waits until it answers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../test/postgres.ts';

export interface Server {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * What every server is told: not to talk, and to be as fast as it can. The points of one key are not counted: all requests are of
 * one key, which the limit would stop as it should, and a peer has none. Told 429 once, a run says nothing of speed.
 */
export const production = { LOG_LEVEL: 'silent', NODE_ENV: 'production', RATE_LIMIT_COST: '0' } as const;

interface Command {
  /** Of Node. */
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly databaseUrl: string;
}

/** It is told its PORT and DATABASE_URL by the environment. */
export async function startServer({ arguments: args, folder, databaseUrl }: Command): Promise<Server> {
  const port = await freePort();
  const env = { ...process.env, ...production, PORT: String(port), DATABASE_URL: databaseUrl };
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed = `${printed}${chunk}`.slice(-2000);
    });
  }
  const url = `http://127.0.0.1:${port}`;
  for (let waited = 0; !(await answers(url)); waited += 100) {
    if (child.exitCode !== null || waited > 120_000) {
      child.kill('SIGKILL');
      throw new Error(`${args.join(' ')} does not answer: ${printed}`);
    }
    await sleep(100);
  }
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      // Some wait for kept connections to close.
      const impatience = setTimeout(() => child.kill('SIGKILL'), 3000);
      await ended;
      clearTimeout(impatience);
    },
  };
}

const answers = (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(1000) }).then(
    () => true,
    () => false,
  );
