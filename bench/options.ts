/** `npm run bench -- …` */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type TargetName, targetNames } from './measure/target.ts';

export const usage = `usage: npm run bench -- [options]

  --sizes LIST        numbers of deals, between commas: 10000,100000,1000000
  --connections LIST  how many ask at once: 1,8,32
  --seconds N         of a round, for each item and target: 1
  --warm-up N         seconds in which an item is asked of each target before it is timed: 0.5
  --rounds N          interleaved over the targets: 3
  --items LIST        only these, by the beginnings of their names: page,totals-won,import
  --targets LIST      only these of ${targetNames.join(', ')}
  --import-rows N     of the file that is imported: 100000
  --others N          organizations beside, of 30 x N deals, a half of it, a third, …: 0
  --past              gives each deal three versions of what it was
  --no-download       leave PostGraphile out unless it is installed already
  --output PATH       where the figures go, as JSON: test-output/bench/DATE.json
  --docs              writes the tables into docs/performance.md, too
`;

export interface BenchOptions {
  readonly sizes: readonly number[];
  readonly connections: readonly number[];
  readonly seconds: number;
  readonly warmUp: number;
  readonly rounds: number;
  readonly items: readonly string[];
  readonly targets: readonly TargetName[];
  readonly importRows: number;
  readonly others: number;
  readonly hasPast: boolean;
  readonly mayDownload: boolean;
  readonly output?: string;
  readonly docs: boolean;
}

const list = (text: string) => text.split(',').map((part) => part.trim());
const numbers = z.string().transform(list).pipe(z.array(z.coerce.number<string>().int().positive()));

const shape = z.object({
  sizes: numbers.default([10_000, 100_000, 1_000_000]),
  connections: numbers.default([1, 8, 32]),
  seconds: z.coerce.number().positive().default(1),
  'warm-up': z.coerce.number().positive().default(0.5),
  rounds: z.coerce.number().int().positive().default(3),
  items: z.string().transform(list).default([]),
  targets: z
    .string()
    .transform(list)
    .pipe(z.array(z.enum(targetNames)))
    .default([...targetNames]),
  'import-rows': z.coerce.number().int().positive().default(100_000),
  others: z.coerce.number().int().min(0).default(0),
  past: z.boolean().default(false),
  'no-download': z.boolean().default(false),
  output: z.string().optional(),
  docs: z.boolean().default(false),
});

/** @throws Error that says what is wrong with them */
export function readOptions(args: readonly string[]): BenchOptions {
  const names = Object.keys(shape.shape);
  const isFlag = (name: string) => name === 'docs' || name === 'past' || name === 'no-download';
  const options = Object.fromEntries(
    names.map((name) => [name, { type: isFlag(name) ? ('boolean' as const) : ('string' as const) }]),
  );
  const read = shape.safeParse(parseArgs({ args: [...args], options }).values);
  if (!read.success) {
    throw new Error(read.error.issues.map(({ path, message }) => `--${path.join(' ')}: ${message}`).join('\n'));
  }
  const { 'import-rows': importRows, 'no-download': noDownload, 'warm-up': warmUp, past: hasPast, ...rest } = read.data;
  return { ...rest, warmUp, importRows, hasPast, mayDownload: !noDownload };
}
