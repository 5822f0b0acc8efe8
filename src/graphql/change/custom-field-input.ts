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

export const CustomFieldInput = builder.inputType('CustomFieldInput', {
  description:
    'What becomes of one custom field. Beside fieldId exactly one of the others: a value of its type, which replaces what is there; unset; or, where the field accepts several values, add or remove.',
  fields: (t) => ({
    fieldId: t.id({ required: true, description: 'The custom field, `cf_…`.' }),
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
    unset: t.boolean({ description: 'true: the field has no value any more.' }),
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

type Given = typeof CustomFieldInput.$inferInput;

/** Each says exactly one thing; one that does not is told as wrong where it is to be carried out. */
export function customFieldChanges(inputs: readonly Given[]): readonly CustomFieldChange[] {
  return inputs.flatMap((input, index) =>
    changesOf(input).map((change) => ({ ...change, place: ['customFields', index] })),
  );
}

function changesOf({ fieldId, unset, add, remove, ...values }: Given): readonly CustomFieldChange[] {
  const changes = [
    ...typed(values).map(([as, value]) => [{ fieldId, kind: 'set', value: alone(value), as }] as const),
    ...(unset ? [[{ fieldId, kind: 'unset' }] as const] : []),
    ...typed(add ?? {}).map(([as, items]) => each(items, (value) => ({ fieldId, kind: 'add', value, as }))),
    ...typed(remove ?? {}).map(([as, items]) => each(items, (value) => ({ fieldId, kind: 'remove', value, as }))),
  ];
  const [only] = changes;
  if (only !== undefined && changes.length === 1) return only;
  const message = `Beside fieldId give exactly one of text, number, date, dateTime, choices, userIds, contactIds, unset: true, add and remove, not ${changes.length}.`;
  return [{ fieldId, kind: 'unclear', message }];
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
