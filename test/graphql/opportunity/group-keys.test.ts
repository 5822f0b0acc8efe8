/** Keys of groups: charts and caches take two groups with one key for one group. */
import fc from 'fast-check';
import { test } from 'vitest';
import type { CustomFieldDefinition } from '../../../src/custom-field/definition.ts';
import { type GroupKey, joinKeys, keyText } from '../../../src/graphql/opportunity/group-key.ts';
import { runs } from '../../runs.ts';

const definition: CustomFieldDefinition = {
  ...{ id: 'cf_plan', name: 'Plan', type: 'choices', choices: null, acceptsMultipleValues: false },
  ...{ isShared: false, description: null, objects: [] },
};

const ofChoice = (choice: string | null): GroupKey => ({
  by: { kind: 'custom', definition },
  raw: choice,
  label: choice,
});
const ofPerson = (id: string | null): GroupKey => ({ by: { kind: 'entity', field: 'user_id' }, raw: id, label: id });

/** Made of what keys are written with: two alike are likely, and so are two that only look alike. */
const choice = fc.string({
  unit: fc.constantFrom('"', '\\', '/', ' ', 'a', 'none', ' / ', '\\"'),
  minLength: 1,
  maxLength: 5,
});
const key = fc.oneof(
  fc.option(choice).map(ofChoice),
  fc.constantFrom('none', '"none"', 'a / b').map(ofChoice),
  fc.option(fc.constantFrom('user_1', 'user_2')).map(ofPerson),
);

/** Groups of one answer have as many keys as one another, each of one kind. */
const twoGroups = fc
  .array(key, { minLength: 1, maxLength: 3 })
  .chain((one) =>
    fc.tuple(
      fc.constant(one),
      fc.tuple(
        ...one.map((own) =>
          own.by.kind === 'custom'
            ? fc.option(choice).map(ofChoice)
            : fc.option(fc.constantFrom('user_1', 'user_2')).map(ofPerson),
        ),
      ),
    ),
  );

const values = (keys: readonly GroupKey[]) => JSON.stringify(keys.map(({ raw }) => raw));
const written = (keys: readonly GroupKey[]) => joinKeys(keys.map(keyText));

test('two groups have one key only if they are one, whatever their choices are called', () => {
  fc.assert(
    fc.property(twoGroups, ([one, other]) => (written(one) === written(other)) === (values(one) === values(other))),
    { numRuns: runs(5_000) },
  );
});
