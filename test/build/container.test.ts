/** The Dockerfile and the compose file, which no engine runs here: linted, and held to what the program is. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DCLinter } from 'dclint';
import { validate } from 'dockerfile-utils';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig, settings } from '../../src/config.ts';

const root = join(import.meta.dirname, '../..');
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const composePath = join(root, 'examples/cluster/compose.yaml');
const compose = readFileSync(composePath, 'utf8');
const services = z
  .object({ services: z.record(z.string(), z.object({ environment: z.record(z.string(), z.string()).default({}) })) })
  .transform((file) => file.services);

const findingsOf = (text: string) => validate(text).map(({ message }) => message);
/** Its types do not resolve as ES modules. */
const results = z.array(z.object({ messages: z.array(z.object({ rule: z.string() })) }));
/** Quotes are those that the formatter writes. */
const rules = { 'require-quotes-in-ports': [1, { quoteType: 'double' }] } as const;
const findingsIn = (path: string) => {
  const linter = new DCLinter({ rules, quiet: true, debug: false, exclude: [] });
  return results.parse(linter.lintFiles([path], false)).flatMap(({ messages }) => messages.map(({ rule }) => rule));
};

test('the Dockerfile has no mistake, and one that has some is told them', () => {
  expect(findingsOf(dockerfile)).toEqual([]);
  expect(findingsOf(`${dockerfile}\nCOPY dist\n`)).toHaveLength(1);
});

test('the compose file has no mistake, and one that has some is told them', async () => {
  expect(findingsIn(composePath)).toEqual([]);
  const folder = await mkdtemp(join(tmpdir(), 'opportunity-gateway-compose-'));
  const wrong = join(folder, 'compose.yaml');
  await writeFile(wrong, compose.replace('restart:', 'restarts:'));
  expect(findingsIn(wrong)).toContain('invalid-schema');
  await rm(folder, { recursive: true });
});

test('what they set are settings of the gateway, with values that it takes', () => {
  const ofImage = [...dockerfile.matchAll(/^ENV (.+)$/gm)].flatMap(([, all = '']) => all.split(' '));
  const image = Object.fromEntries(ofImage.map((one) => one.split('=')));
  const chosen = { POSTGRES_PASSWORD: 'chosen', METRICS_KEY: 'sixteen-or-more-characters' };
  const own = services.parse(parse(compose)).gateway?.environment ?? {};
  const filled = Object.entries(own).map(([name, value]) => [
    name,
    value.replace(/\$\{(\w+):\?[^}]+\}/g, (_, variable: keyof typeof chosen) => chosen[variable]),
  ]);
  const given = { ...image, ...Object.fromEntries(filled) };
  const known = settings.map(({ name }) => name);
  expect(Object.keys(given).filter((name) => !known.includes(name))).toEqual([]);
  expect(readConfig(given)).toMatchObject({
    ...{ databaseUrl: 'postgresql://gateway:chosen@postgres/gateway', host: '0.0.0.0', port: 4000, isProduction: true },
    ...{ rateLimits: { redisUrl: 'redis://redis' }, metricsKey: 'sixteen-or-more-characters' },
  });
});
