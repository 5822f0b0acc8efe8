/** Starts what is to be measured on databases that are there. */
import { fileURLToPath } from 'node:url';
import { startGateway } from '../../test/gateway-process.ts';
import type { BenchOrganization } from '../data/organization.ts';
import { postgresStatements, sqliteStatements } from '../measure/statements.ts';
import type { Target, TargetName } from '../measure/target.ts';
import { installPostgraphile } from './postgraphile/install.ts';
import { production, startServer } from './process.ts';

export interface Databases {
  readonly organization: BenchOrganization;
  readonly postgres?: { readonly url: string; readonly pid: number };
  readonly sqlite?: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface StartOptions {
  readonly targets: readonly TargetName[];
  /** Whether PostGraphile may be downloaded. */
  readonly mayDownload: boolean;
  tell(line: string): void;
}

/** What cannot be started is left out, aloud. */
export async function startTargets(
  databases: Databases,
  { targets, mayDownload, tell }: StartOptions,
): Promise<readonly Target[]> {
  const started: Target[] = [];
  for (const name of targets) {
    const target = await start[name](databases, mayDownload).catch((error: Error) => {
      if (name !== 'postgraphile') throw error;
      return tell(`PostGraphile is left out: ${error.message}`);
    });
    if (target) started.push(target);
  }
  return started;
}

type Start = (databases: Databases, mayDownload: boolean) => Promise<Target | undefined>;

const start: Readonly<Record<TargetName, Start>> = {
  async gateway({ organization, postgres }) {
    if (!postgres) return undefined;
    const { address, pid, stop } = await startGateway(postgres.url, production);
    return onPostgres(
      { name: 'gateway', side: 'gateway', url: address, headers: withKey(organization), pid, stop },
      postgres,
    );
  },
  async 'gateway-sqlite'({ organization, sqlite }) {
    if (sqlite === undefined) return undefined;
    const { address, pid, stop } = await startGateway(sqlite, production);
    const headers = withKey(organization);
    const counter = sqliteStatements(sqlite, headers);
    return {
      ...{ name: 'gateway-sqlite', side: 'gateway', url: address, headers, pid, countStatements: counter.count },
      async stop() {
        await counter.close();
        await stop();
      },
    };
  },
  async postgraphile({ postgres }, mayDownload) {
    if (!postgres) return undefined;
    const folder = await installPostgraphile(mayDownload);
    if (folder === undefined) throw new Error('it is not installed, and was not to be downloaded.');
    const cli = ['--require', './with-resolvers.cjs', 'node_modules/postgraphile/dist/cli-run.js'];
    const server = await startServer({ arguments: cli, folder, databaseUrl: postgres.url });
    return onPostgres({ name: 'postgraphile', side: 'postgraphile', headers: {}, ...server }, postgres);
  },
  async floor({ postgres }) {
    if (!postgres) return undefined;
    const program = fileURLToPath(new URL('floor-server.ts', import.meta.url));
    const server = await startServer({
      ...{ arguments: ['--import', 'tsx', program], folder: root, databaseUrl: postgres.url },
    });
    return onPostgres({ name: 'floor', side: 'floor', headers: {}, ...server }, postgres);
  },
};

const withKey = ({ apiKey }: BenchOrganization) => ({ authorization: `Bearer ${apiKey}` });

async function onPostgres(
  target: Omit<Target, 'countStatements' | 'databasePid'>,
  { url, pid }: { readonly url: string; readonly pid: number },
): Promise<Target> {
  const counter = await postgresStatements(url);
  return {
    ...target,
    ...{ databasePid: pid, countStatements: counter.of(target) },
    async stop() {
      await counter.close();
      await target.stop();
    },
  };
}
