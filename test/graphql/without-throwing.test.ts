/** What a resolver throws must not stop the process. */
import { isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';

test('no resolver throws at once: what its neighbours in a list have begun would fail later with nobody to hear of it', async () => {
  const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !type.name.startsWith('__') ? Object.values(type.getFields()) : [],
  );
  let rejections = 0;
  for (const { resolve } of fields) {
    // Nothing that a resolver needs is there.
    const result: unknown = resolve?.(undefined, {}, undefined, undefined as never);
    if (!(result instanceof Promise)) continue;
    await result.catch(() => {
      rejections += 1;
    });
  }
  expect(rejections).toBeGreaterThan(100);
});
