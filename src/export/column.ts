/** The columns that an export of opportunities may have. Their names are those of the REST API, which an import reads too. */
import { customColumnName } from '../custom-field/column-name.ts';
import type { CustomFieldDefinition } from '../custom-field/definition.ts';
import type { CustomValue } from '../custom-field/values.ts';
import { htmlOfText } from '../opportunity/note.ts';
import { invalid } from '../value/input.ts';
import { roundWeighted } from '../value/money.ts';
import { formatInstant, toInstant } from '../value/period.ts';
import { fold, nearest } from '../value/text.ts';
import { amount, type Cell, type Column } from './cell.ts';
import type { ExportRow } from './row.ts';

interface OpportunityColumn extends Column<ExportRow> {
  /** The custom field that it shows. */
  readonly field?: CustomFieldDefinition;
}

const column = (name: string, cell: (row: ExportRow, currency: string) => Cell) => ({ name, cell });
const moment = (date: Date | null) => (date === null ? null : formatInstant(toInstant(date)));

/** What is written where nothing is said: all that an import needs to make the same opportunity again. */
const usual = [
  column('external_id', ({ opportunity: { externalId, id } }) => externalId ?? id),
  column('lead_id', ({ opportunity: { lead, leadId } }) => lead.externalId ?? leadId),
  column('lead_name', ({ opportunity }) => opportunity.lead.name),
  column('contact_name', ({ opportunity }) => opportunity.contact?.name ?? null),
  column('user_name', ({ opportunity, nameOfUser }) => nameOfUser(opportunity.userId)),
  column('pipeline_name', ({ opportunity }) => opportunity.status.pipeline.name),
  column('status_label', ({ opportunity }) => opportunity.status.label),
  column('status_type', ({ opportunity }) => opportunity.status.type),
  column('value', ({ opportunity }) => amount(opportunity.value)),
  column('value_currency', (_row, currency) => currency),
  column('value_period', ({ opportunity }) => opportunity.valuePeriod),
  column('confidence', ({ opportunity }) => opportunity.confidence),
  column('note', ({ opportunity }) => opportunity.note),
  // An import derives the HTML of a plain note itself; what somebody formatted is written.
  column('note_html', ({ opportunity: { note, noteHtml } }) => (noteHtml === htmlOfText(note) ? null : noteHtml)),
  column('date_created', ({ opportunity }) => moment(opportunity.dateCreated)),
  column('date_won', ({ opportunity }) => opportunity.dateWon),
  column('date_lost', ({ opportunity }) => moment(opportunity.dateLost)),
  column('created_by_name', ({ opportunity, nameOfUser }) => nameOfUser(opportunity.createdById)),
];

const onDemand = [
  column('id', ({ opportunity }) => opportunity.id),
  column('annualized_value', ({ opportunity }) => amount(opportunity.annualizedValue)),
  column('expected_value', ({ opportunity: { weighted } }) => amount(weighted && roundWeighted(weighted))),
  column('annualized_expected_value', ({ opportunity: { annualizedWeighted: weighted } }) =>
    amount(weighted && roundWeighted(weighted)),
  ),
  column('date_updated', ({ opportunity }) => moment(opportunity.dateUpdated)),
  column('updated_by_name', ({ opportunity, nameOfUser }) => nameOfUser(opportunity.updatedById)),
];

export const usualColumnNames: readonly string[] = [...usual.map(({ name }) => name), 'custom'];
export const exportColumnNames: readonly string[] = [...usual, ...onDemand].map(({ name }) => name);

/** @param names those wanted, in their order; `custom` is all custom fields. @throws INVALID_INPUT for one that there is not */
export function exportColumns(
  definitions: readonly CustomFieldDefinition[],
  names: readonly string[] | undefined,
  currency: string,
): readonly OpportunityColumn[] {
  const own = definitions.filter(({ objects }) => objects.some(({ objectType }) => objectType === 'opportunity'));
  const custom = own.map(customColumn);
  const plain = (list: typeof usual): readonly OpportunityColumn[] =>
    list.map(({ name, cell }) => ({ name, cell: (row) => cell(row, currency) }));
  if (names === undefined) return [...plain(usual), ...custom];
  const known = plain([...usual, ...onDemand]);
  return names.flatMap((name) => {
    if (name === 'custom') return custom;
    const found = known.find((one) => one.name === name) ?? custom.find(({ field }) => field && means(name, field));
    if (found) return found;
    const all = [...exportColumnNames, 'custom', ...own.map((field) => `custom.${field.name}`)];
    const meant = nearest(name, all);
    const advice = meant === undefined ? `Known are ${all.slice(0, 40).join(', ')}.` : `Did you mean ${meant}?`;
    throw invalid('fields', `There is no field ${JSON.stringify(name.slice(0, 100))}. ${advice}`);
  });
}

function means(name: string, { id, name: ownName }: CustomFieldDefinition): boolean {
  return name === `custom.${id}` || fold(name) === fold(`custom.${ownName}`);
}

function customColumn(field: CustomFieldDefinition): OpportunityColumn & { readonly field: CustomFieldDefinition } {
  return {
    field,
    name: customColumnName(field),
    cell: ({ custom, nameOfUser, nameOfContact }) => {
      const values = (custom.get(field.id) ?? []).flatMap(
        (value): string | number | readonly [] => shown(value, nameOfUser, nameOfContact) ?? [],
      );
      if (field.acceptsMultipleValues) return values.length === 0 ? null : values.map(String);
      return values[0] ?? null;
    },
  };
}

function shown(
  value: CustomValue,
  nameOfUser: ExportRow['nameOfUser'],
  nameOfContact: ExportRow['nameOfContact'],
): string | number | null {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
      return value.number;
    case 'date':
      return value.date;
    case 'instant':
      return formatInstant(value.instant);
    case 'user':
      return nameOfUser(value.userId);
    case 'contact':
      return nameOfContact(value.contactId);
  }
}
