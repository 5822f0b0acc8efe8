/** What the columns of a history are, and how they are read: found out before anything goes in, as of the deals themselves. */
import { parseCustomColumn } from '../../custom-field/column-name.ts';
import type { CustomFieldDefinition } from '../../custom-field/definition.ts';
import { fold } from '../../value/text.ts';
import { type FileOptions, openSource } from '../file/open.ts';
import { type Source, unreadable } from '../file/source.ts';
import { type FieldName, ofHistories, ofProperties } from '../mapping/field.ts';
import { fieldIn, layoutOfHistory, layoutOfProperties } from '../mapping/layouts.ts';
import type { MappingOptions } from '../mapping/options.ts';
import { resolve } from '../mapping/resolve.ts';
import { type Survey, survey } from '../mapping/survey.ts';
import { byProperty, propertiesIn, propertyColumns } from './properties.ts';

export interface HistoryPlan {
  readonly found: Survey;
  /** The file from its beginning, each time. */
  open(): Promise<Source>;
}

export interface HistoryFile extends FileOptions {
  readonly mapping: MappingOptions;
  readonly currency: string;
  readonly definitions: readonly CustomFieldDefinition[];
  /** Custom fields that the deals' own file names, which may have to be made. */
  readonly fields: readonly string[];
}

/** @throws DomainError for a file that is no history */
export async function planHistory(options: HistoryFile): Promise<HistoryPlan> {
  const { mapping, definitions, currency } = options;
  const first = await openSource(options);
  const of = propertyColumns(first.columns);
  const properties = of && (await propertiesIn(first, of));
  const open = async () => {
    const source = await openSource(options);
    return of && properties ? byProperty(source, of, properties) : source;
  };
  const source = await open();
  const language = of
    ? { vocabulary: ofProperties, layout: layoutOfProperties }
    : { vocabulary: ofHistories, layout: layoutOfHistory };
  const layout = language.layout(source.columns);
  const map = new Map([
    ...ownFields(source.columns, options, (column) => layout && fieldIn(layout, column)),
    ...mapping.map,
  ]);
  const resolved = resolve(source.columns, { map, onlyMapped: true }, definitions, language);
  const found = await survey(source, resolved, { ...mapping, currency, definitions });
  assertHistory(options.path, found);
  assertNoContacts(found, options);
  return { found: { ...found, system: resolved.system }, open };
}

/** What is called as a custom field is meant to be it; what else there is tells nothing that is kept. */
function ownFields(
  columns: readonly string[],
  { definitions, fields }: HistoryFile,
  known: (column: string) => FieldName | undefined,
): readonly (readonly [string, string])[] {
  const own = definitions.filter(({ objects }) => objects.some(({ objectType }) => objectType === 'opportunity'));
  const names = new Set([...own.map(({ name }) => name), ...fields].map(fold));
  const isField = (column: string) => names.has(fold(column.trim())) && known(column) === undefined;
  return columns
    .filter((column) => parseCustomColumn(column) === undefined && isField(column))
    .map((column) => [column, `custom.${column.trim()}`]);
}

function assertHistory(path: string, { columns }: Survey): void {
  const has = (name: FieldName) => columns.some(({ meaning }) => meaning.kind === 'field' && meaning.name === name);
  for (const name of ['external_id', 'moment'] as const) {
    if (has(name)) continue;
    const known = columns.map(({ column }) => JSON.stringify(column)).join(', ');
    throw unreadable(
      `${path} is no history: no column is ${name}, ${meanings[name]}. It has ${known}. Say which is: --map 'Column=${name}'.`,
    );
  }
  const tells = columns.some(
    ({ meaning }) => meaning.kind === 'custom' || (meaning.kind === 'field' && !keys.has(meaning.name)),
  );
  if (!tells)
    throw unreadable(`${path} tells nothing of its deals: no column is a status, a value or anything else of them.`);
}

/** A contact belongs to a lead, and what leads were is not kept. */
function assertNoContacts({ columns }: Survey, { definitions }: HistoryFile): void {
  for (const { column, meaning } of columns) {
    if (meaning.kind !== 'custom') continue;
    const { name, type } = meaning.field;
    const known = definitions.find((field) => field.id === name || fold(field.name) === fold(name));
    if ((known?.type ?? type) !== 'contact') continue;
    throw unreadable(
      `Column ${JSON.stringify(column)} is a custom field of contacts, which a history cannot tell. Leave it out: --map '${column}=-'.`,
    );
  }
}

const meanings = { external_id: 'the id of the deal', moment: 'from when on it was so' };
const keys = new Set<FieldName>(['external_id', 'moment', 'changed_by_name']);
