import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Vite would load graphql's ES modules for our files and Node its CommonJS for the libraries': two GraphQLErrors.
const graphql = createRequire(import.meta.url).resolve('graphql');

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    globalSetup: './test/databases.ts',
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Vitest leaves a core free, and loads every module again for each file: with two cores that took 420 s in place of 200.
    maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
    isolate: false,
    pool: 'forks',
    reporters: ['default'],
  },
});
