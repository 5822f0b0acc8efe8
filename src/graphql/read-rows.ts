/**
 * Fields of rows that were read with all that they need are resolved by what they say themselves. Pothos first looks up, by the
 * path of each field of each row, whether its plan has read the row: for fifty rows with three names around them that was a
 * third of what a page costs. Here it is seen in the row. What does not have it is left to Pothos, which reads it.
 */
import {
  defaultFieldResolver,
  type FieldNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  Kind,
} from 'graphql';
import { isObject } from '../db/rows/names.ts';

/** What a field needs of its row: columns, and columns of what there is one of. */
interface Needs {
  readonly columns: readonly string[];
  readonly ones: readonly (readonly [relation: string, needs: Needs])[];
}

type Field = GraphQLField<unknown, unknown>;

export function withReadRows(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) field.resolve = resolverOf(field);
  }
  return schema;
}

function resolverOf(field: Field): Field['resolve'] {
  const { resolve: read = defaultFieldResolver, extensions } = field;
  if (!extensions.pothosPrismaSelect) return field.resolve;
  const resolve = (extensions.pothosOriginalResolve as typeof read | undefined) ?? defaultFieldResolver;
  const needs = needsOfColumns(field);
  if (needs) return (row, args, context, info) => (has(row, needs) ? resolve : read)(row, args, context, info);
  return isOne(field) ? resolverOfOne(field, resolve, read) : field.resolve;
}

/** What it needs is told by what is selected below it. */
function resolverOfOne(field: Field, resolve: Resolver, read: Resolver): Resolver {
  const known = new WeakMap<FieldNode, Needs | null>();
  const needsAt = (node: FieldNode) => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const needs = needsOfOne(field, node) ?? null;
    known.set(node, needs);
    return needs;
  };
  return (row, args, context, info) => {
    const [node, ...more] = info.fieldNodes;
    const needs = node && more.length === 0 ? needsAt(node) : null;
    return (needs && has(row, needs) ? resolve : read)(row, args, context, info);
  };
}

type Resolver = GraphQLFieldResolver<unknown, unknown>;

const isOne = ({ extensions, args }: Field) => {
  const relation = extensions.pothosPrismaRelationField as { readonly isList: boolean } | undefined;
  return relation !== undefined && !relation.isList && args.length === 0;
};

/** @returns undefined where Pothos has to plan: for lists, arguments and fragments */
function needsOf(type: GraphQLObjectType, node: FieldNode): Needs | undefined {
  const field = type.getFields()[node.name.value];
  if (!field) return node.name.value === '__typename' ? nothing : undefined;
  return needsOfColumns(field) ?? needsOfOne(field, node);
}

function needsOfOne(field: Field, { selectionSet }: FieldNode): Needs | undefined {
  const type = getNamedType(field.type);
  if (!isOne(field) || !isObjectType(type) || !selectionSet) return undefined;
  const below = selectionSet.selections.map((node) => (node.kind === Kind.FIELD ? needsOf(type, node) : undefined));
  const { name } = field.extensions.pothosPrismaRelationField as { readonly name: string };
  if (!below.every((needs) => needs !== undefined)) return undefined;
  return { columns: [], ones: [[name, all(below)]] };
}

/** Of a field that is made of columns alone, wherever they stand; undefined for others. */
function needsOfColumns({ type, extensions }: Field): Needs | undefined {
  const select = extensions.pothosPrismaSelect;
  return isLeafType(getNamedType(type)) && isObject(select) ? needsOfSelect(select) : undefined;
}

function needsOfSelect(select: object): Needs | undefined {
  const parts = Object.entries(select).map(([name, wanted]): Needs | undefined => {
    if (wanted === true) return { columns: [name], ones: [] };
    if (!isObject(wanted) || Object.keys(wanted).join() !== 'select' || !('select' in wanted)) return undefined;
    const below = isObject(wanted.select) && needsOfSelect(wanted.select);
    return below ? { columns: [], ones: [[name, below]] } : undefined;
  });
  return parts.every((part) => part !== undefined) ? all(parts) : undefined;
}

const nothing: Needs = { columns: [], ones: [] };

const all = (parts: readonly Needs[]): Needs => ({
  columns: [...new Set(parts.flatMap(({ columns }) => columns))],
  ones: parts.flatMap(({ ones }) => ones),
});

/** Null is what was read: there is none. A list has no such columns. */
function has(row: unknown, { columns, ones }: Needs): boolean {
  if (!isObject(row)) return false;
  const values = row as Readonly<Record<string, unknown>>;
  for (const column of columns) if (values[column] === undefined) return false;
  for (const [relation, needs] of ones) {
    const one = values[relation];
    if (one !== null && !has(one, needs)) return false;
  }
  return true;
}
