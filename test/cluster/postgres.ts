/** A PostgreSQL of Debian, and streaming replicas of it, as docs/operations.md sets them up. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../postgres.ts';
import { type Program, postgresProgram, run, start } from './programs.ts';

export interface Server {
  readonly port: number;
  readonly url: string;
  ask(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** At once, as if its machine were gone. */
  kill(): Promise<void>;
  /** Kills it, and removes it. */
  remove(): Promise<void>;
}

const database = 'gateway';
const addressOf = (port: number) => `postgresql://gateway@127.0.0.1:${port}/${database}`;

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'opportunity-gateway-cluster-'));
  await chmod(path, 0o777);
  return path;
}

export async function askOf(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function serve(data: string, home: string, settings: Readonly<Record<string, string>>): Promise<Server> {
  const port = await freePort();
  const options = { ...settings, port, listen_addresses: '127.0.0.1', unix_socket_directories: '' };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const maintenance = addressOf(port).replace(/\w+$/, 'postgres');
  const program: Program = await start([postgresProgram('postgres'), '-D', data, ...flags], () =>
    askOf(maintenance, 'select 1'),
  );
  const url = addressOf(port);
  return {
    ...{ port, url, ask: (sql) => askOf(url, sql), kill: program.kill },
    async remove() {
      await program.kill();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Nothing here must survive the machine; what does not work outside UTC by itself fails here. */
const forTests = {
  fsync: 'off',
  max_connections: '200',
  timezone: 'Pacific/Apia',
  shared_buffers: '64MB',
  wal_keep_size: '256MB',
};

export async function startPrimary(): Promise<Server> {
  const home = await folder();
  const data = join(home, 'primary');
  await run(
    postgresProgram('initdb'),
    '-D',
    data,
    '-U',
    'gateway',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
  );
  const primary = await serve(data, home, forTests);
  await askOf(primary.url.replace(/\w+$/, 'postgres'), `create database ${database}`);
  // What a pooler's connections must have: see src/db/pooler.ts.
  await primary.ask("alter role gateway set timezone = 'UTC'");
  return primary;
}

/** `hot_standby_feedback`: what is read there is not cleaned away beneath it. */
export async function addReplica(primary: Server): Promise<Server> {
  const home = await folder();
  const data = join(home, 'replica');
  const from = `host=127.0.0.1 port=${primary.port} user=gateway`;
  await run(postgresProgram('pg_basebackup'), '-d', from, '-D', data, '-R', '-X', 'stream', '-c', 'fast');
  return serve(data, home, { ...forTests, hot_standby_feedback: 'on' });
}
