/** All of it on this machine: a primary, two replicas, PgBouncer, Redis, two gateways, and HAProxy before them. */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GatewayProcess, startGateway } from '../gateway-process.ts';
import { freePort } from '../postgres.ts';
import { type Redis, startRedis } from '../redis.ts';
import { addReplica, askOf, type Server, startPrimary } from './postgres.ts';
import { haproxyProgram, type Program, pgbouncerProgram, start } from './programs.ts';

export interface Cluster {
  readonly primary: Server;
  readonly replicas: readonly Server[];
  readonly gateways: readonly GatewayProcess[];
  /** Where clients ask. */
  readonly address: string;
  /** Whether PgBouncer is there. */
  poolerAnswers(): Promise<boolean>;
  /** A gateway that reads from these alone. */
  startGateway(replicas: readonly Server[]): Promise<GatewayProcess>;
  stop(): Promise<void>;
}

/** The REST requests that a key has for a day: about one comes back in a second. */
export const allowance = 100_000;

/** Those of examples/cluster, with the ports that are free here. */
async function configured(name: string, ports: Readonly<Record<string, number>>): Promise<string> {
  const text = await readFile(new URL(`../../examples/cluster/${name}`, import.meta.url), 'utf8');
  return Object.entries(ports).reduce((filled, [port, free]) => filled.replaceAll(port, String(free)), text);
}

async function startPgbouncer(home: string, primary: Server): Promise<Program & { readonly url: string }> {
  const port = await freePort();
  const file = join(home, 'pgbouncer.ini');
  const text = await configured('pgbouncer.ini', { 5432: primary.port, 6432: port });
  await writeFile(file, text.replace('users.txt', join(home, 'users.txt')));
  await writeFile(join(home, 'users.txt'), '"gateway" ""\n');
  const url = `postgresql://gateway@127.0.0.1:${port}/gateway`;
  return { url, ...(await start([pgbouncerProgram, file], () => askOf(url, 'select 1'))) };
}

async function startHaproxy(home: string, gateways: readonly GatewayProcess[]) {
  const port = await freePort();
  const [one = 0, two = 0] = gateways.map(({ address }) => Number(new URL(address).port));
  const file = join(home, 'haproxy.cfg');
  await writeFile(file, await configured('haproxy.cfg', { 4100: port, 4001: one, 4002: two }));
  const address = `http://127.0.0.1:${port}`;
  const isUp = async () => {
    const { status } = await fetch(`${address}/ready`);
    if (status !== 200) throw new Error(`answered ${status}`);
  };
  return { address, ...(await start([haproxyProgram, '-f', file, '-db'], isUp)) };
}

export async function startCluster(): Promise<Cluster> {
  const home = await mkdtemp(join(tmpdir(), 'opportunity-gateway-cluster-'));
  await chmod(home, 0o777);
  const primary = await startPrimary();
  const [replicas, redis, pgbouncer] = await Promise.all([
    Promise.all([addReplica(primary), addReplica(primary)]),
    startRedis(),
    startPgbouncer(home, primary),
  ]);
  const open = (copies: readonly Server[], redisOfAll: Redis) =>
    startGateway(pgbouncer.url, {
      DATABASE_DIRECT_URL: primary.url,
      DATABASE_REPLICA_URLS: copies.map(({ url }) => url).join(','),
      REDIS_URL: redisOfAll.url,
      ...{ RATE_LIMIT_REQUESTS: String(allowance), RATE_LIMIT_SECONDS: '86400', RATE_LIMIT_COST: '0' },
    });
  const gateways = await Promise.all([open(replicas, redis), open(replicas, redis)]);
  const haproxy = await startHaproxy(home, gateways);
  return {
    ...{ primary, replicas, gateways, address: haproxy.address },
    poolerAnswers: () =>
      askOf(pgbouncer.url, 'select 1').then(
        () => true,
        () => false,
      ),
    startGateway: (copies) => open(copies, redis),
    async stop() {
      await haproxy.kill();
      await Promise.all(gateways.map((gateway) => gateway.stop()));
      await Promise.all([pgbouncer.kill(), redis.stop()]);
      await Promise.all([...replicas, primary].map((server) => server.remove()));
      await rm(home, { recursive: true, force: true });
    },
  };
}
