/**
 * The custom fields that rows name. A missing one is created as choices, and its choices grow with the values that turn
 * up; with more distinct values than a list is good for, it is made a text field instead. A field that was there before
 * is only ever given more choices.
 */
import { type CustomFieldDefinition, type CustomFieldType, readCustomFields } from '../custom-field/definition.ts';
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { newId } from '../value/id.ts';
import { toDate } from '../value/period.ts';
import { fold } from '../value/text.ts';
import type { Target } from './target.ts';

const mostChoices = 100;

export interface FieldFinder {
  readonly all: readonly CustomFieldDefinition[];
  /** The field a column means: `custom.NAME`, or `custom.cf_…` as the REST API writes it. */
  find(name: string): CustomFieldDefinition | undefined;
}

async function readFields(session: Session, { organizationId }: Target): Promise<FieldFinder> {
  const definitions = await readCustomFields(session, organizationId);
  return finder(definitions.filter(({ objects }) => objects.some(({ objectType }) => objectType === 'opportunity')));
}

function finder(all: readonly CustomFieldDefinition[]): FieldFinder {
  const byName = new Map(all.toReversed().map((field) => [fold(field.name), field]));
  const byId = new Map(all.map((field) => [field.id, field]));
  return { all, find: (name) => byId.get(name) ?? byName.get(fold(name)) };
}

/** What the rows of a batch give one field: each row its list of values. */
export interface FieldUse {
  readonly name: string;
  /** What the header says it is; undefined where it says nothing. */
  readonly type?: CustomFieldType | undefined;
  readonly acceptsMultipleValues: boolean;
  readonly rows: (readonly string[])[];
}

/** @returns the fields of opportunities, in which every use is found */
export async function ensureFields(
  session: Session,
  target: Target,
  uses: Iterable<FieldUse>,
): Promise<FieldFinder & { readonly created: number }> {
  const fields = await readFields(session, target);
  const known = new Map(fields.all.map((field) => [field.id, field]));
  const added: CustomFieldDefinition[] = [];
  for (const use of uses) {
    const { name, rows } = use;
    const existing = fields.find(name);
    const field = grown(
      existing ?? newField(use, known.size),
      rows,
      !existing || target.createdFields.has(existing.id),
    );
    known.set(field.id, field);
    if (!existing) added.push(field);
    else if (field !== existing) await updateField(session, target, field);
  }
  await insertFields(session, target, added);
  for (const { id } of added) target.createdFields.add(id);
  return { ...finder([...known.values()]), created: added.length };
}

const newField = (
  { name, type = 'choices', acceptsMultipleValues }: FieldUse,
  position: number,
): CustomFieldDefinition => ({
  ...{ id: newId('customField'), name, type, acceptsMultipleValues, isShared: false },
  choices: type === 'choices' ? [] : null,
  description: null,
  objects: [{ objectType: 'opportunity', position }],
});

/** The field with room for the values; the same object when it has it already. */
function grown(field: CustomFieldDefinition, rows: FieldUse['rows'], isOurs: boolean): CustomFieldDefinition {
  const acceptsMultipleValues = field.acceptsMultipleValues || (isOurs && rows.some((values) => values.length > 1));
  const widened = acceptsMultipleValues === field.acceptsMultipleValues ? field : { ...field, acceptsMultipleValues };
  if (field.type !== 'choices') return widened;
  const offered = field.choices ?? [];
  const choices = [...new Set([...offered, ...rows.flat()])];
  if (isOurs && choices.length > mostChoices) return { ...widened, type: 'text', choices: null };
  return choices.length === offered.length ? widened : { ...widened, choices };
}

const columnsOf = ({ type, choices, acceptsMultipleValues }: CustomFieldDefinition, { now }: Target) => {
  const columns = { type, choices, accepts_multiple_values: acceptsMultipleValues };
  return { ...columns, date_updated: toDate(now) };
};

async function updateField(session: Session, target: Target, field: CustomFieldDefinition): Promise<void> {
  await session.kysely
    .updateTable('custom_field')
    // As a parameter of its own, JSON is text.
    .set({ ...columnsOf(field, target), choices: field.choices && JSON.stringify(field.choices) })
    .where('organization_id', '=', target.organizationId)
    .where('id', '=', field.id)
    .execute();
}

async function insertFields(session: Session, target: Target, fields: readonly CustomFieldDefinition[]): Promise<void> {
  const organization_id = target.organizationId;
  const rows = fields.map((field) => ({
    ...{ id: field.id, organization_id, name: field.name, name_folded: fold(field.name), is_shared: field.isShared },
    ...{ ...columnsOf(field, target), date_created: toDate(target.now) },
  }));
  const objects = fields.flatMap(({ id, objects }) =>
    objects.map(({ objectType, position }) => ({
      ...{ organization_id, custom_field_id: id, object_type: objectType, position, required: false },
    })),
  );
  await insertRows(session, 'custom_field', rows);
  await insertRows(session, 'custom_field_object', objects);
}
