/** docs/writing.md names every mutation, and says of each whether it is only for admins. */
import { readFile } from 'node:fs/promises';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

test('every mutation stands in the table of docs/writing.md, and those for admins are marked', async () => {
  const text = await read('docs/writing.md');
  const table = text.slice(text.indexOf('## What can be written'), text.indexOf('## What is said'));
  const told = table
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes('`'))
    .flatMap((line) => [...line.matchAll(/`(\w+)`/g)].map(([, name]) => [name, line.includes('\\*')]));
  const fields =
    buildSchema(await read('schema.graphql'))
      .getMutationType()
      ?.getFields() ?? {};
  const there = Object.values(fields).map(({ name, description }) => [name, description?.includes('Only for admins')]);
  expect(told.toSorted()).toEqual(there.toSorted());
});
