/**
 * A history with a row for each property that changed, as HubSpot exports it: object, property, value, moment. It is read as rows
 * that have one cell beside these, under the name of the property.
 */
import type { Source, SourceRow } from '../file/source.ts';

interface PropertyColumns {
  readonly object: string;
  readonly property: string;
  readonly value: string;
  readonly moment: string;
  readonly author: string | undefined;
}

/** In lower case, with blanks for underscores. */
const names: Readonly<Record<keyof PropertyColumns, readonly string[]>> = {
  object: ['object id', 'objectid', 'record id', 'deal id', 'external id'],
  property: ['property name', 'property', 'property internal name', 'propertyname'],
  value: ['value', 'property value'],
  moment: ['timestamp', 'moment', 'date', 'date/time', 'change date', 'changed at'],
  author: ['changed by', 'updated by', 'user', 'updated by user'],
};

const keyOf = (column: string) =>
  column
    .trim()
    .toLowerCase()
    .replaceAll(/[_\s]+/g, ' ');

/** Undefined where a row is of all that a deal was. */
export function propertyColumns(columns: readonly string[]): PropertyColumns | undefined {
  const find = (name: keyof PropertyColumns) => columns.find((column) => names[name].includes(keyOf(column)));
  const [object, property, value, moment] = [find('object'), find('property'), find('value'), find('moment')];
  if (object === undefined || property === undefined || value === undefined || moment === undefined) return undefined;
  return { object, property, value, moment, author: find('author') };
}

/** Reads the file, for only its rows tell which properties there are. */
export async function propertiesIn({ rows }: Source, { property }: PropertyColumns): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for await (const row of rows) if ('cells' in row) found.add(textOf(row.cells[property]));
  found.delete('');
  return found;
}

/** @param properties all that there are */
export function byProperty(source: Source, of: PropertyColumns, properties: ReadonlySet<string>): Source {
  async function* rows() {
    for await (const row of source.rows) yield 'cells' in row ? turned(row, of) : row;
  }
  const own = ['external_id', 'moment', ...(of.author === undefined ? [] : ['changed_by_name'])];
  return { ...source, columns: [...own, ...properties], kind: 'table', rows: rows() };
}

function turned({ place, cells }: SourceRow, { object, property, value, moment, author }: PropertyColumns): SourceRow {
  return {
    place,
    cells: {
      ...{ external_id: cells[object], moment: cells[moment] },
      ...(author !== undefined && { changed_by_name: cells[author] }),
      [textOf(cells[property])]: cells[value],
    },
  };
}

const textOf = (cell: unknown) => (cell === null || cell === undefined ? '' : String(cell).trim());
