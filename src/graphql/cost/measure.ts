/**
 * How much an operation asks for, before any of it is validated or executed, in one walk over the document. A fragment is
 * measured once, wherever it is spread: @pothos/plugin-complexity expands it at each place, and 2 KB of fragments that double
 * are 2^17 places; GraphQL Armor reads `first` only where it is a literal. And neither knows that loaders read what two
 * hundred parents ask for at one place by one statement, so that it is paid once.
 */
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { argumentsOf, variablesOf } from './arguments.ts';
import { priceOf } from './price.ts';

/** What a selection comes to. Pages it does not know the size of: that is said where it is spread. */
interface Measured {
  /** Points paid once. */
  readonly statements: number;
  /** Points paid for each object that the selection is of. */
  readonly each: number;
  /** Points paid for each row of the page that the selection stands in. */
  readonly row: number;
  /** How often the filter of the list it stands in is looked at. */
  readonly looks: number;
  /** 1 if the page of that list is read. */
  readonly reads: number;
  /** Fields side by side, those of fragments among them. */
  readonly fields: number;
  readonly aliases: number;
  readonly depth: number;
  /** Where most of it comes from. */
  readonly most: Share;
}

interface Share {
  readonly points: number;
  readonly path: Path | undefined;
}

interface Path {
  readonly name: string;
  readonly next: Path | undefined;
}

export interface Measure {
  readonly cost: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  /** The way to what costs most: `leads.nodes.opportunities`. */
  readonly most: string;
}

const none: Share = { points: 0, path: undefined };
const nothing: Measured = {
  statements: 0,
  each: 0,
  row: 0,
  looks: 0,
  reads: 0,
  fields: 0,
  aliases: 0,
  depth: 0,
  most: none,
};

/** A value; an object costs a point. */
const leaf = 0.25;

/** Where each look for objects begins: a snapshot, and a statement. */
export const rootField = { query: 0, mutation: 500, subscription: 500 };

/** The sizes multiply beyond what a number can hold, where zero times it would be no number at all. */
const bounded = (points: number) => Math.min(points, Number.MAX_SAFE_INTEGER);

export function measure(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Measure {
  const variables = variablesOf(operation, given);
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const measured = new Map<string, Measured>();

  const ofSet = ({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined): Measured =>
    selections.map((selection) => ofSelection(selection, type)).reduce(sum, nothing);

  const ofSelection = (node: SelectionNode, type: GraphQLNamedType | undefined): Measured => {
    switch (node.kind) {
      case Kind.FIELD:
        return ofField(node, type);
      case Kind.INLINE_FRAGMENT:
        return ofSet(node.selectionSet, node.typeCondition ? schema.getType(node.typeCondition.name.value) : type);
      case Kind.FRAGMENT_SPREAD:
        return ofFragment(node.name.value);
    }
  };

  const ofFragment = (name: string): Measured => {
    const known = measured.get(name);
    const fragment = fragments.get(name);
    if (known || !fragment) return known ?? nothing;
    // Until it is known: a fragment within itself adds nothing, and is refused by validation.
    measured.set(name, nothing);
    const found = ofSet(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value));
    measured.set(name, found);
    return found;
  };

  const ofField = (node: FieldNode, type: GraphQLNamedType | undefined): Measured => {
    const field = fieldOf(type, node.name.value);
    const below = node.selectionSet && ofSet(node.selectionSet, field && getNamedType(field.type));
    const { statement, looks, reads, look, size, page } = priceOf(
      field,
      argumentsOf(field, node, variables),
      type?.name,
    );
    const object = below ? bounded(1 + below.each + page * below.row) : leaf;
    const statements = bounded(
      statement + (below ? below.statements + Math.max(1, below.looks + below.reads) * look : 0),
    );
    const objects = bounded(object * (size ?? 1));
    const points = statements + objects * (size === undefined ? page : 1);
    return {
      statements,
      looks,
      reads,
      ...(size === undefined ? { each: 0, row: objects } : { each: objects, row: 0 }),
      fields: 1,
      aliases: (node.alias ? 1 : 0) + (below?.aliases ?? 0),
      depth: 1 + (below?.depth ?? 0),
      most: { points, path: below && { name: (node.alias ?? node.name).value, next: below.most.path } },
    };
  };

  const root = schema.getRootType(operation.operation) ?? undefined;
  const all = ofSet(operation.selectionSet, root);
  const cost = all.statements + all.each + all.row + rootField[operation.operation] * all.fields;
  return {
    cost: bounded(Math.ceil(cost)),
    depth: all.depth,
    aliases: bounded(all.aliases),
    rootFields: bounded(all.fields),
    most: namesOf(all.most.path).join('.'),
  };
}

function sum(one: Measured, other: Measured): Measured {
  return {
    statements: bounded(one.statements + other.statements),
    each: bounded(one.each + other.each),
    row: bounded(one.row + other.row),
    looks: bounded(one.looks + other.looks),
    reads: Math.max(one.reads, other.reads),
    fields: bounded(one.fields + other.fields),
    aliases: bounded(one.aliases + other.aliases),
    depth: Math.max(one.depth, other.depth),
    most: other.most.points > one.most.points ? other.most : one.most,
  };
}

function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === '__schema') return SchemaMetaFieldDef;
  if (name === '__type') return TypeMetaFieldDef;
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

/** As far as one needs to see where to ask for less. */
const longestPath = 8;

function namesOf(path: Path | undefined): readonly string[] {
  const names: string[] = [];
  for (let part = path; part && names.length < longestPath; part = part.next) names.push(part.name);
  return names;
}
