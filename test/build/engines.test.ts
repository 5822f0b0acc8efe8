/** What `npm ci` reads before it does anything: no package in the lock file refuses a Node that the project promises to run on. */
import { readFileSync } from 'node:fs';
import semver from 'semver';
import { expect, test } from 'vitest';

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly engines?: { readonly node?: string };
  readonly cpu?: readonly string[];
}

const packages = Object.entries(read('package-lock.json').packages as Readonly<Record<string, Locked>>);
const promised: string = read('package.json').engines.node;

test('every package runs on the oldest Node of each promised kind, and on newer ones', () => {
  const oldest = promised.split('||').map((range) => semver.minVersion(range)?.version ?? '');
  expect(oldest.map((version) => semver.major(version))).toEqual([20, 22, 24]);
  const refusing = [...oldest, '20.20.2', '22.22.0', '24.14.0'].flatMap((node) =>
    packages
      // What is for another processor is passed over, not installed and not warned about.
      .filter(([, { cpu }]) => !cpu?.includes('wasm32'))
      .filter(([, { engines }]) => engines?.node && !semver.satisfies(node, engines.node))
      .map(([path, { engines }]) => `${path} on ${node}: ${engines?.node}`),
  );
  expect(packages.length).toBeGreaterThan(300);
  expect(refusing).toEqual([]);
});

test('no package is bound to the address of one registry', () => {
  expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});
