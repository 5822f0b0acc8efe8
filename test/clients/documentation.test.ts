/** docs/clients.md shows the very files that these tests run. */
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

test('each block is the file that it names, and each file of a client is shown', async () => {
  const text = await read('docs/clients.md');
  const blocks = [...text.matchAll(/<!-- file: (\S+) -->\n```\w+\n([\s\S]*?)```/g)];
  for (const [, file = '', block] of blocks) expect([file, block]).toEqual([file, await read(file)]);
  const shown = blocks.map(([, file]) => file);
  expect(shown.sort()).toEqual(
    (await readdir(new URL('../../examples/clients', import.meta.url))).map((name) => `examples/clients/${name}`),
  );
});

test('scalars are those by which the tests of the gateway are typed', async () => {
  const [, block = ''] =
    /<!-- scalars of codegen.yml -->\n```yaml\n([\s\S]*?)```/.exec(await read('docs/clients.md')) ?? [];
  const { generates } = parse(await read('codegen.yml'));
  expect(parse(block).scalars).toEqual(generates['test/graphql/generated/documents.ts'].config.scalars);
});
