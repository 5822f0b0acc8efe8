import { createRequire } from 'node:module';
import { availableParallelism, loadavg } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SlowFirst } from './test/slow-first.ts';

// Vite would load graphql's ES modules for our files and Node its CommonJS for the libraries': two GraphQLErrors.
const graphql = createRequire(import.meta.url).resolve('graphql');

/** How many times over the machine is busy, with this run counted in; 2 to 8. */
const slowness = Math.min(8, 2 + Math.floor((loadavg()[0] ?? 0) / availableParallelism()));

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    globalSetup: './test/databases.ts',
    include: ['test/**/*.test.ts'],
    // A test is about a promise, not about a free core: on a machine with other work it may take that much longer.
    testTimeout: 60_000 * slowness,
    hookTimeout: 60_000 * slowness,
    // A second, which is what Vitest waits unless told, is not much for a browser on a busy machine.
    expect: { poll: { timeout: 60_000 } },
    // Vitest leaves a core free, and loads every module again for each file: with two cores that took 420 s in place of 200.
    // One more than there are cores, for many wait for a database, a process or a browser.
    maxWorkers: Math.max(3, Math.floor(availableParallelism() / 2)),
    sequence: { sequencer: SlowFirst },
    isolate: false,
    pool: 'forks',
    reporters: ['default'],
  },
});
