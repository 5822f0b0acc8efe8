/** A filter of the core as JSON of the input it could have come from: what opens a group, or shows what a search text means. */
import { customFieldName } from '../../custom-field/table.ts';
import type { FieldType, Table, Tables } from '../../filter/field.ts';
import type { Figure, Filter } from '../../filter/filter.ts';
import { fieldOf, figureTable } from '../../filter/where.ts';
import { namedFigures } from '../../lead/figures.ts';
import { operandJson } from './comparison.ts';
import { figureJson } from './opportunity-figure.ts';
import { type FilterShape, opportunityFilter } from './shapes.ts';

type Json = { readonly [name: string]: unknown };

const customComparison: Readonly<Record<FieldType, string>> = {
  text: 'text',
  enum: 'text',
  number: 'number',
  integer: 'number',
  money: 'number',
  weighted: 'number',
  date: 'date',
  instant: 'dateTime',
  id: 'id',
};

const customPrefix = customFieldName('');

/** `filterFromInput(shape, filterJson(shape, …, filter)) = filter`, but for the nesting of `and`, and all within it. */
export function filterJson(shape: FilterShape, table: Table, tables: Tables, filter: Filter): Json {
  return filter.kind === 'every' ? {} : innerJson(shape, table, tables, filter);
}

/** All, within a filter: there `{}` is an error. */
const everyJson = { id: { isNull: false } };

function innerJson(shape: FilterShape, table: Table, tables: Tables, filter: Filter): Json {
  const nested = (part: Filter) => innerJson(shape, table, tables, part);
  const onField = (field: string, comparison: Json): Json => {
    if (field.startsWith(customPrefix)) {
      const name = customComparison[fieldOf(table, field).type];
      return { custom: [{ fieldId: field.slice(customPrefix.length), value: { [name]: comparison } }] };
    }
    const figure = shape.figures ? namedFigures.get(field) : undefined;
    return figure ? onFigure(figure, { compare: comparison }) : { [inputNameOf(shape, field)]: comparison };
  };
  const onFigure = (figure: Figure, compare: Json): Json => {
    const of = figure.of.kind !== 'every' && innerJson(opportunityFilter, related('opportunity'), tables, figure.of);
    return figureJson(figure, { ...(of && { of }), ...compare });
  };
  const related = (name: string): Table => {
    const found = tables.get(table.relations.get(name)?.table ?? '');
    if (!found) throw new Error(`${table.name} has no relation ${name}`);
    return found;
  };
  const operand = (field: string, value: Parameters<typeof operandJson>[1]) =>
    operandJson(fieldOf(table, field).type, value);

  switch (filter.kind) {
    case 'every':
      return everyJson;
    case 'and': {
      const parts = filter.filters.filter(({ kind }) => kind !== 'every').map(nested);
      return parts.length === 0 ? everyJson : merge(shape, parts);
    }
    case 'or':
      return { or: filter.filters.map(nested) };
    case 'not':
      return filter.filter.kind === 'present'
        ? onField(filter.filter.field, { isNull: true })
        : { not: nested(filter.filter) };
    case 'compare':
      return onField(filter.field, { [filter.operator]: operand(filter.field, filter.value) });
    case 'in':
      return onField(filter.field, { in: filter.values.map((value) => operand(filter.field, value)) });
    case 'present':
      return onField(filter.field, { isNull: false });
    case 'contains':
      return onField(filter.field, { contains: filter.text });
    case 'word':
      return { words: filter.text };
    case 'phrase':
      return { phrase: filter.text };
    case 'part':
      return { part: { number: filter.number, of: filter.of } };
    case 'some': {
      const [name, row] = relationOf(shape, filter.relation);
      return { [name]: innerJson(row[1](), related(filter.relation), tables, filter.filter) };
    }
    case 'figure':
      return onFigure(filter.figure, innerJson(figureShape, figureTable(table, filter.figure), tables, filter.is));
  }
}

/** What is asked of a figure, as the only field of a filter of its own. */
const figureShape: FilterShape = {
  ...{ typeName: 'OpportunityFigureFilter', texts: '', custom: false, figures: false, relations: {} },
  fields: { compare: ['figure', 'figure', 'What it must be.'] },
};

/** Side by side where that says the same; as a list where two parts would need the same key. */
function merge(shape: FilterShape, parts: readonly Json[]): Json {
  const merged: { [name: string]: unknown } = {};
  for (const part of parts) {
    for (const [name, value] of Object.entries(part)) {
      const earlier = merged[name];
      if (earlier === undefined) merged[name] = value;
      else if (name in shape.fields && areDisjoint(earlier, value))
        merged[name] = { ...(earlier as Json), ...(value as Json) };
      else return { and: parts };
    }
  }
  return merged;
}

function areDisjoint(a: unknown, b: unknown): boolean {
  const operators = [a, b].flatMap((comparison) => Object.keys(comparison as Json));
  return operators.length === new Set(operators).size;
}

function inputNameOf(shape: FilterShape, field: string): string {
  const name = Object.keys(shape.fields).find((input) => shape.fields[input]?.[0] === field);
  if (!name) throw new Error(`${shape.typeName} has no input for ${field}`);
  return name;
}

function relationOf(shape: FilterShape, relation: string) {
  const found = Object.entries(shape.relations).find(([, [name]]) => name === relation);
  if (!found) throw new Error(`${shape.typeName} has no input for the relation ${relation}`);
  return found;
}
