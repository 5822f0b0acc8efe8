/** What a write says of custom fields: each value under the name of its type, so that GraphQL checks it. */
import type { CustomFieldChange, ValueKind } from '../../custom-field/change.ts';
import { formatInstant, type Instant } from '../../value/period.ts';
import { builder } from '../builder.ts';

const CustomFieldItemsInput = builder.inputType('CustomFieldItemsInput', {
  description: 'Values of a custom field that accepts several. Give the one of its type.',
  isOneOf: true,
  fields: (t) => ({
    choices: t.stringList({ description: 'For CHOICES fields: labels, as they are offered.' }),
    userIds: t.idList({ description: 'For USER fields: people of the organization, `user_…`.' }),
    contactIds: t.idList({ description: 'For CONTACT fields: contacts, `cont_…`.' }),
  }),
});

const CustomFieldValueInput = builder.inputType('CustomFieldValueInput', {
  description:
    'What becomes of the values of a custom field: what its type takes, which replaces what is there; nothing; or, where it accepts several, some more or some less.',
  isOneOf: true,
  fields: (t) => ({
    text: t.string({ description: 'For TEXT, TEXTAREA and HIDDEN fields. Empty text is no value.' }),
    number: t.float({ description: 'For NUMBER fields.' }),
    date: t.field({ type: 'Date', description: 'For DATE fields.' }),
    dateTime: t.field({ type: 'DateTime', description: 'For DATETIME fields.' }),
    choices: t.stringList({
      description: 'For CHOICES fields: all labels it shall have, as they are offered; one, unless it accepts several.',
    }),
    userIds: t.idList({ description: 'For USER fields: all people it shall name; one, unless it accepts several.' }),
    contactIds: t.idList({
      description: 'For CONTACT fields: all contacts it shall name; one, unless it accepts several.',
    }),
    unset: t.boolean({ description: 'true: the field has no value any more. false is an error.' }),
    add: t.field({
      type: CustomFieldItemsInput,
      description: 'Values it shall have besides those that are there; one that is there already stays.',
    }),
    remove: t.field({
      type: CustomFieldItemsInput,
      description: 'Values it shall not have any more; one that is not there is no error.',
    }),
  }),
});

export const CustomFieldInput = builder.inputType('CustomFieldInput', {
  description: 'What becomes of one custom field.',
  fields: (t) => ({
    fieldId: t.id({ required: true, description: 'The custom field, `cf_…`.' }),
    value: t.field({ type: CustomFieldValueInput, required: true, description: 'What it shall hold.' }),
  }),
});

type Given = typeof CustomFieldInput.$inferInput;

/** One that cannot be carried out is told as wrong in its place, among the other rows of a batch. */
export function customFieldChanges(inputs: readonly Given[]): readonly CustomFieldChange[] {
  return inputs.flatMap((input, index) =>
    changesOf(input).map((change) => ({ ...change, place: ['customFields', index] })),
  );
}

function changesOf({ fieldId, value: { unset, add, remove, ...values } }: Given): readonly CustomFieldChange[] {
  if (unset === false) {
    const message = 'unset: false says nothing: leave the field out to keep what it has.';
    return [{ fieldId, kind: 'unclear', message }];
  }
  if (unset) return [{ fieldId, kind: 'unset' }];
  return [
    ...typed(values).map(([as, value]) => ({ fieldId, kind: 'set', value: alone(value), as }) as const),
    ...typed(add ?? {}).flatMap(([as, items]) => each(items, (value) => ({ fieldId, kind: 'add', value, as }))),
    ...typed(remove ?? {}).flatMap(([as, items]) => each(items, (value) => ({ fieldId, kind: 'remove', value, as }))),
  ];
}

type TypedValues = { readonly [Kind in ValueKind]?: unknown };

function typed({ dateTime, ...values }: TypedValues): readonly (readonly [ValueKind, unknown])[] {
  const text = dateTime == null ? dateTime : formatInstant(dateTime as Instant);
  const given = Object.entries({ ...values, dateTime: text }).filter(([, value]) => value != null);
  return given as [ValueKind, unknown][];
}

/** A field that takes one value takes it out of the list; an empty list is no value, as null is. */
const alone = (value: unknown) => (Array.isArray(value) && value.length < 2 ? (value[0] ?? null) : value);

const each = (items: unknown, change: (value: unknown) => CustomFieldChange) => (items as unknown[]).map(change);
