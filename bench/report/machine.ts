/** Where and when figures were taken: without that they say nothing. */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

export interface Circumstances {
  readonly date: string;
  readonly command: string;
  readonly commit: string;
  readonly processor: string;
  readonly memory: string;
  readonly load: string;
  readonly node: string;
  readonly postgresql: Readonly<Record<string, string>>;
}

export function circumstances(args: readonly string[], settings: Readonly<Record<string, string>>): Circumstances {
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    command: ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
    commit: commit(),
    processor: `${processors.length} x ${processors[0]?.model.trim()}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    load: loadavg()
      .map((load) => load.toFixed(1))
      .join(' '),
    node: process.version,
    postgresql: settings,
  };
}

function commit(): string {
  const git = (...args: readonly string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', 'src', 'bench', 'prisma') ? ', changed' : ''}`;
  } catch {
    return 'unknown';
  }
}
