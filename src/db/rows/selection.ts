/** What is selected of a row, in Prisma's words, taken apart: its own columns, and what stands around it. */
import { type Column, type Model, type ModelName, modelOf, type Relation } from './model.ts';
import { isObject } from './names.ts';

/** The part of a Prisma call that is understood here. */
export interface RowArguments {
  readonly select?: object | null | undefined;
  readonly include?: object | null | undefined;
  readonly where?: object | undefined;
  readonly orderBy?: object | undefined;
  readonly take?: number | undefined;
  readonly skip?: number | undefined;
}

export interface Selection {
  readonly columns: readonly (readonly [name: string, column: Column])[];
  readonly relations: readonly SelectedRelation[];
}

export interface SelectedRelation {
  readonly name: string;
  readonly relation: Relation;
  readonly args: RowArguments;
}

export function selectionOf(name: ModelName, { select, include }: RowArguments): Selection {
  const model = modelOf(name);
  const wanted = Object.entries(select ?? { ...allColumns(model), ...include }).filter(([, asked]) => asked);
  const columns = wanted.flatMap(([field]): Selection['columns'] => {
    const column = model.columns[field];
    return column ? [[field, column]] : [];
  });
  const relations = wanted.flatMap(([field, asked]): readonly SelectedRelation[] => {
    const relation = model.relations[field];
    return relation ? [{ name: field, relation, args: isObject(asked) ? asked : {} }] : [];
  });
  if (columns.length + relations.length < wanted.length) {
    const known = new Set([...columns.map(([field]) => field), ...relations.map((found) => found.name)]);
    throw new Error(`${name} has no ${wanted.map(([field]) => field).filter((field) => !known.has(field))}`);
  }
  return { columns, relations };
}

const allColumns = ({ columns }: Model) => Object.fromEntries(Object.keys(columns).map((field) => [field, true]));
