/** The program as `npm start` runs it, in a process of its own on a free port. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface GatewayProcess {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  readonly pid: number;
  /** As a deployment stops it. */
  stop(): Promise<void>;
}

export type Settings = Readonly<Record<string, string>>;

/** An empty database is given the demo organization, with the key `api_demo`. */
export async function startGateway(databaseUrl: string, settings: Settings = {}): Promise<GatewayProcess> {
  const own = { DATABASE_URL: databaseUrl, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent' };
  const env = { ...process.env, ...own, ...settings };
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    ...{ cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] },
  });
  const address = await new Promise<string>((resolve, reject) => {
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk;
      // It prints where it listens once it does.
      const [, found] = /GraphiQL\s+(http:\S+)\/graphql/.exec(printed) ?? [];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`the gateway ended with code ${code}: ${printed}`)));
  });
  return {
    address,
    pid: child.pid ?? 0,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
