/** The program as `npm start` runs it, in a process of its own on a free port. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buildIfChanged, program } from '../scripts/dist.mjs';

export interface GatewayProcess {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  readonly pid: number;
  /** What it has said until now: that it listens, and its log. */
  readonly printed: () => string;
  /** When it has ended: its code, null where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** As a deployment stops it. */
  stop(): Promise<void>;
}

export type Settings = Readonly<Record<string, string>>;

/** Patient, unless told otherwise. An empty database is given the demo organization, with the key `api_demo`. */
export async function startGateway(databaseUrl: string, settings: Settings = {}): Promise<GatewayProcess> {
  buildIfChanged();
  return startServing([process.execPath, program, 'serve'], { DATABASE_URL: databaseUrl, ...settings });
}

/** `command` may be one that starts others: all of them are told to stop. */
export async function startServing(
  [command = '', ...args]: readonly string[],
  settings: Settings,
  cwd?: string,
): Promise<GatewayProcess> {
  const env = {
    ...process.env,
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    REQUEST_TIMEOUT: '120',
    ...settings,
  };
  const child = spawn(command, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  let printed = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk;
      // It prints where it listens once it does.
      const [, found] = /GraphiQL\s+(http:\S+)\/graphql/.exec(printed) ?? [];
      if (found) resolve(found);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the gateway ended with code ${code}: ${printed}`)));
  });
  return {
    address,
    pid: child.pid ?? 0,
    printed: () => printed,
    ended,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      await ended;
    },
  };
}
