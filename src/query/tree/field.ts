/** What a tree calls the core's objects and their fields, where that is something else than what they are called here. */
import { customFieldName } from '../../custom-field/table.ts';
import { at } from '../../errors.ts';
import type { Field, Table } from '../../filter/field.ts';
import { nearest } from '../../value/text.ts';
import { chosen, type Json, objectOf, textOf, wrong } from './json.ts';

/** Fields of an object by the names that a tree uses besides. */
const aliases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  lead: { display_name: 'name' },
  contact: { email: 'email', display_name: 'name' },
  task: { date: 'day', due_date: 'due_day', description: 'text', is_complete: 'date_completed' },
  note: { note_html: 'note' },
};

/** Kinds of object that are part of another here: what belongs to one belongs to that. */
export const partOf: Readonly<Record<string, string>> = {
  contact_email: 'contact',
  'activity.note': 'note',
  'activity.opportunity_status_change': 'status_change',
  'activity.task_completed': 'task_completion',
  'task.lead': 'task',
};

/** Kinds that the source API has and the gateway does not keep: no object has any. */
export const notKept: ReadonlySet<string> = new Set([
  ...['call', 'email', 'sms', 'meeting', 'created', 'whatsapp_message', 'form_submission'].map(
    (kind) => `activity.${kind}`,
  ),
  ...['sequence_subscription', 'integration_link', 'activity.custom_activity', 'custom_object'],
]);

/** The core's field, of the object that is asked about here. @throws INVALID_FILTER */
export function fieldIn(table: Table, value: unknown): Field {
  const field = objectOf(value, 'A field');
  const read = chosen(field, 'type', { regular_field: regularName, custom_field: customName });
  const [name, place] = read(field, table);
  const found = table.fields.get(name);
  if (found) return found;
  const meant = nearest(name, table.fields.keys());
  return at(place, () => {
    throw wrong(
      `One cannot filter by ${JSON.stringify(name.slice(0, 60))} of a ${table.name} here.${meant ? ` Did you mean ${meant}?` : ''}`,
    );
  });
}

function regularName(field: Json, { name: own }: Table): readonly [string, string] {
  const asked = field.object_type === undefined ? own : textOf(field, 'object_type');
  if ((partOf[asked] ?? asked) !== own) {
    at('object_type', () => {
      throw wrong(`Here it is about a ${own}. To ask about another object, use has_related.`);
    });
  }
  const name = textOf(field, 'field_name');
  return [new Map(Object.entries(aliases[own] ?? {})).get(name) ?? name, 'field_name'];
}

const customName = (field: Json): readonly [string, string] => [
  customFieldName(textOf(field, 'custom_field_id')),
  'custom_field_id',
];
