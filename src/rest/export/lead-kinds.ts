/** What a file of leads holds, one to a row: the leads, their contacts, or their opportunities. */
import type { CustomFieldDefinition } from '../../custom-field/definition.ts';
import { amount, type Cell } from '../../export/cell.ts';
import { type DateFormat, momentAs } from '../../export/date-format.ts';
import { invalid } from '../../value/input.ts';
import { nearest } from '../../value/text.ts';
import { contact } from '../contact/fields.ts';
import type { Body, Field, Resource } from '../field.ts';
import { lead } from '../lead/fields.ts';
import { opportunity } from '../opportunity/fields.ts';
import type { Schema } from '../schema.ts';

export const leadKindNames = ['leads', 'contacts', 'lead_opps'] as const;
export type LeadKindName = (typeof leadKindNames)[number];

interface Shown {
  readonly name: string;
  readonly schema: Schema;
}

interface Kind {
  readonly fields: readonly Shown[];
  readonly owner: 'lead' | 'opportunity' | undefined;
  /** The columns of a table where none are named, as the source API has them. */
  readonly usual: readonly string[];
  /** Where those of a lead stand in its body; undefined: it is the lead itself. */
  readonly within: 'contacts' | 'opportunities' | undefined;
}

const authors = ['created_by', 'created_by_name', 'updated_by', 'updated_by_name'];
const dates = ['date_created', 'date_updated'];

const shownBy = <Row extends { readonly id: string }>({ fields }: Resource<Row>): readonly Shown[] =>
  fields.map(({ name, schema }: Field<Row>) => ({ name, schema }));

export const leadKinds: Readonly<Record<LeadKindName, Kind>> = {
  leads: {
    ...{ fields: shownBy(lead), owner: 'lead', within: undefined },
    usual: [
      ...['id', 'name', 'display_name', 'status_id', 'status_label', 'description', 'url', 'addresses', 'contacts'],
      ...[...authors, ...dates, 'custom'],
    ],
  },
  contacts: {
    ...{ fields: shownBy(contact), owner: undefined, within: 'contacts' },
    usual: ['id', 'lead_id', 'name', 'title', 'emails', 'phones', 'urls', 'created_by', 'updated_by', ...dates],
  },
  lead_opps: {
    ...{ fields: shownBy(opportunity), owner: 'opportunity', within: 'opportunities' },
    usual: [
      ...['id', 'lead_id', 'lead_name', 'contact_id', 'user_id', 'user_name'],
      ...['status_id', 'status_label', 'status_type'],
      ...['value', 'value_period', 'confidence', 'note', 'date_won', ...authors, ...dates, 'custom'],
    ],
  },
};

export interface LeadColumn {
  readonly name: string;
  /** Of the body. */
  readonly key: string;
}

/** @throws INVALID_INPUT with the path `fields` for one that there is not */
export function leadColumns(
  kind: Kind,
  names: readonly string[] | undefined,
  definitions: readonly CustomFieldDefinition[],
): readonly LeadColumn[] {
  const custom = definitions
    .filter(({ objects }) => objects.some(({ objectType }) => objectType === kind.owner))
    .map(({ id, name }) => ({ name: `custom.${name}`, key: `custom.${id}` }));
  const known = [...kind.fields.map(({ name }) => ({ name, key: name })), ...custom];
  return (names ?? kind.usual).flatMap((name) => {
    if (name === 'custom') return custom;
    const found = known.find((one) => one.name === name || one.key === name);
    if (found) return found;
    const all = [...known.map((one) => one.name), 'custom'];
    const meant = nearest(name, all);
    const advice = meant === undefined ? `Known are ${all.slice(0, 40).join(', ')}.` : `Did you mean ${meant}?`;
    throw invalid('fields', `There is no field ${JSON.stringify(name.slice(0, 100))}. ${advice}`);
  });
}

/** Of what is made of parts: how one is reached, what it is called, or all that there is of it. */
function partText(part: unknown): string {
  if (typeof part !== 'object' || part === null) return String(part);
  const { email, phone, url, display_name: name } = part as Body;
  const one = email ?? phone ?? url ?? name;
  if (one !== undefined) return String(one);
  return Object.values(part)
    .filter((value) => value !== null && value !== '')
    .join(', ');
}

export function leadCell(value: unknown, format: DateFormat): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return amount(value);
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map(partText);
  return typeof value === 'string' ? momentAs(format, value) : partText(value);
}
