/**
 * What events keep of objects, as REST shows such objects: each is read by the table of its resource, as if it had just come from
 * the database. What it points to is told as it is now; what belongs to it, such as the contacts of a lead, is left out.
 */
import { type CustomFieldDefinition, readCustomFields } from '../../custom-field/definition.ts';
import type { Session } from '../../db/client.ts';
import { eventKinds } from '../../db/history/event-kinds.ts';
import { type Column, type Model, modelOf, type Relation } from '../../db/rows/model.ts';
import type { Image } from '../../event/image.ts';
import { timesAYear, type ValuePeriod } from '../../value/money.ts';
import { parseInstant, toDate, utc } from '../../value/period.ts';
import { leadStatusChange } from '../activity/lead-status-change.ts';
import { note } from '../activity/note.ts';
import { taskCompletion } from '../activity/task-completion.ts';
import { everyday, selectionOf } from '../asked.ts';
import { contact } from '../contact/fields.ts';
import { customField } from '../custom-field/resource.ts';
import type { Body, Field, Identified, Resource, Viewer } from '../field.ts';
import { lead } from '../lead/fields.ts';
import { opportunity } from '../opportunity/fields.ts';
import { statusChange } from '../opportunity/status-change.ts';
import { pipeline } from '../pipeline/routes.ts';
import { leadStatus, opportunityStatus } from '../pipeline/status.ts';
import { task } from '../task/fields.ts';
import { wireInstant } from '../time.ts';

interface Kind {
  readonly model: Model;
  readonly fields: readonly Field<never>[];
  readonly byName: boolean;
}

const kind = <Row extends Identified>(type: string, resource: Resource<Row>): readonly [string, Kind] => {
  const name = eventKinds.find((known) => known.type === type)?.model;
  if (name === undefined) throw new Error(`there are no events of ${type}`);
  const model = modelOf(name);
  const isOwn = ({ select }: Field<Row>) => Object.keys(select).every((key) => !model.relations[key]?.isList);
  const fields = everyday(resource).fields.filter((field) => !field.load && isOwn(field));
  return [type, { model, fields, byName: resource.custom?.byName ?? false }];
};

const kinds: ReadonlyMap<string, Kind> = new Map([
  ...[kind('opportunity', opportunity), kind('lead', lead), kind('contact', contact), kind('task.lead', task)],
  ...[kind('activity.note', note), kind('activity.opportunity_status_change', statusChange)],
  ...[kind('activity.lead_status_change', leadStatusChange), kind('activity.task_completed', taskCompletion)],
  kind('pipeline', pipeline),
  ...[
    kind('status.opportunity', opportunityStatus),
    kind('status.lead', leadStatus),
    kind('custom_field', customField),
  ],
]);

export interface Pictured {
  readonly objectType: string;
  readonly image: Image;
}

/** In the same order. A statement for each relation of each kind there is, and one for the custom fields. */
export async function payloadsOf(
  session: Session,
  viewer: Viewer,
  pictures: readonly Pictured[],
): Promise<readonly Body[]> {
  const definitions = pictures.some(({ image }) => Object.keys(image).some(isCustom))
    ? await readCustomFields(session, viewer.caller.organizationId)
    : [];
  const related = new Map<string, Related>();
  for (const [type, { model, fields }] of kinds) {
    const images = pictures.filter(({ objectType }) => objectType === type).map(({ image }) => image);
    if (images.length > 0) related.set(type, await readRelated(session, viewer, { model, fields }, images));
  }
  return pictures.map(({ objectType, image }) => {
    const known = kinds.get(objectType);
    if (!known) return {};
    const row = rowOf(known.model, image, related.get(objectType) ?? new Map());
    const own = Object.fromEntries(
      known.fields.map((field) => [field.name, field.value(row as never, viewer, undefined)]),
    );
    return { ...own, ...customOf(definitions, image, known.byName) };
  });
}

/** By the name of a relation, and there by the id of what it points to. */
type Related = ReadonlyMap<string, { readonly column: string; readonly byKey: ReadonlyMap<unknown, object> }>;

async function readRelated(
  session: Session,
  { caller }: Viewer,
  { model, fields }: Pick<Kind, 'model' | 'fields'>,
  images: readonly Image[],
): Promise<Related> {
  const selection = Object.entries(selectionOf(fields)) as readonly [string, { readonly select: object }][];
  const related = new Map<string, { column: string; byKey: Map<unknown, object> }>();
  for (const [name, selected] of selection) {
    const relation = model.relations[name];
    if (!relation) continue;
    const [column, key] = keyOf(relation);
    const wanted = [...new Set(images.map((image) => image[column]).filter((id) => typeof id === 'string'))];
    const reader = session.rows[uncapitalized(relation.model)] as { findMany(query: object): PromiseLike<object[]> };
    const rows = await reader.findMany({
      where: { organizationId: caller.organizationId, [key]: { in: wanted } },
      select: { ...selected.select, [key]: true },
    });
    related.set(name, { column, byKey: new Map(rows.map((row) => [row[key as keyof typeof row], row])) });
  }
  return related;
}

/** The column here that points to it, and the name of the field there. */
function keyOf({ model, on }: Relation): readonly [string, string] {
  const [from = '', to = ''] = on.find(([, there]) => there !== 'organization_id') ?? [];
  const [field = ''] = Object.entries(modelOf(model).columns).find(([, { column }]) => column === to) ?? [];
  return [from, field];
}

const uncapitalized = <Name extends string>(name: Name) =>
  `${name.charAt(0).toLowerCase()}${name.slice(1)}` as Uncapitalize<Name>;

/** Of what is gone by now nobody knows what it was called. */
const gone = { name: null, label: null, type: null, pipelineId: null, fullName: null, pipeline: { name: null } };

function rowOf(model: Model, image: Image, related: Related): object {
  const columns = Object.entries(model.columns).map(([name, column]) => [name, stored(column, image[column.column])]);
  const ones = [...related].map(([name, { column, byKey }]) => {
    const id = image[column] ?? null;
    return [name, id === null ? null : (byKey.get(id) ?? gone)];
  });
  return { ...Object.fromEntries(columns), ...computed(image), ...Object.fromEntries(ones) };
}

function stored({ type }: Column, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'BigInt') return BigInt(value as number);
  return type === 'DateTime' ? dateOf(String(value)) : value;
}

const dateOf = (text: string): Date | null => {
  const instant = parseInstant(text, utc);
  return instant === undefined ? null : toDate(instant);
};

/** What the database computes of an opportunity. */
function computed({ value, value_period: period, confidence }: Image): object {
  if (typeof value !== 'number' || typeof confidence !== 'number') return {};
  const annualizedValue = BigInt(value) * timesAYear[period as ValuePeriod];
  const likely = BigInt(confidence);
  return { annualizedValue, weighted: BigInt(value) * likely, annualizedWeighted: annualizedValue * likely };
}

const prefix = 'custom.';
const isCustom = (name: string) => name.startsWith(prefix);

function customOf(definitions: readonly CustomFieldDefinition[], image: Image, byName: boolean): Body {
  const set = Object.entries(image).flatMap(([name, values]) => {
    if (!isCustom(name) || !Array.isArray(values) || values.length === 0) return [];
    const field = definitions.find(({ id }) => id === name.slice(prefix.length));
    const wired = values.map((value) => (field?.type === 'datetime' ? wireOf(value) : value));
    return [{ name, label: field?.name, value: field?.acceptsMultipleValues || wired.length > 1 ? wired : wired[0] }];
  });
  const named = set.flatMap(({ label, value }) => (label === undefined ? [] : [[label, value]]));
  return {
    ...Object.fromEntries(set.map(({ name, value }) => [name, value])),
    ...(byName && { custom: Object.fromEntries(named) }),
  };
}

function wireOf(value: unknown): unknown {
  const date = typeof value === 'string' ? dateOf(value) : null;
  return date === null ? value : wireInstant(date);
}
