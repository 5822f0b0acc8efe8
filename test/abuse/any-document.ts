/** GraphQL documents at random that the schema allows: any field, any argument, fragments and aliases; of one seed always the same. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLScalarType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  OperationTypeNode,
} from 'graphql';
import type { Chance } from '../../bench/data/chance.ts';

export interface Vocabulary {
  /** Of whomever. */
  readonly ids: readonly [string, ...string[]];
  /** Texts, as they are typed. */
  readonly texts: readonly [string, ...string[]];
  /** How long pages are. */
  readonly pages: readonly [number, ...number[]];
}

/** What is written in place of a value, by the name of its argument, else of its scalar. */
function literals(chance: Chance, { ids, texts, pages }: Vocabulary): Readonly<Record<string, () => string>> {
  const page = () => String(chance.pick(pages));
  const day = () => `20${20 + chance.below(8)}-0${1 + chance.below(9)}-1${chance.below(10)}`;
  const text = () => JSON.stringify(chance.pick(texts));
  return {
    ...{ first: page, last: page, ID: () => `"${chance.pick(ids)}"`, String: text },
    timeZone: () => `"${chance.pick(['UTC', 'America/New_York', 'Asia/Kathmandu', '+05:30', 'Nowhere/Else'])}"`,
    Int: () => String(chance.pick([0, 1, 7, 30, 100, -1, 2 ** 31 - 1])),
    Float: () => chance.pick(['0', '0.5', '-3', '1e6']),
    Money: () => chance.pick(['0', '100', '-1', '99999999999999', '5000000']),
    Boolean: () => String(chance.below(2) === 0),
    Date: () => `"${day()}"`,
    DateTime: () => `"${day()}T10:30:00Z"`,
    DateOrDateTime: () => `"${day()}"`,
    FilterJSON: () => `{ confidence: { gte: ${chance.below(100)} } }`,
    EventFilterJSON: () => '{}',
    ObjectJSON: () => '{}',
  };
}

export function anyDocument(
  schema: GraphQLSchema,
  operation: OperationTypeNode,
  chance: Chance,
  vocabulary: Vocabulary,
): string {
  const literal = literals(chance, vocabulary);
  const fragments: string[] = [];
  let aliases = 0;

  const inputOf = (type: GraphQLInputType, name: string, depth: number): string => {
    if (isNonNullType(type)) return inputOf(type.ofType, name, depth);
    if (isListType(type)) {
      const length = 1 + chance.below(3);
      return `[${Array.from({ length }, () => inputOf(type.ofType, name, depth)).join(', ')}]`;
    }
    if (isEnumType(type)) return chance.pick(type.getValues().map((value) => value.name) as [string, ...string[]]);
    if (isInputObjectType(type)) {
      const all = Object.values(type.getFields());
      const required = all.filter(isRequiredInputField);
      // Beyond this depth only values: filters have filters in them.
      const flat = all.filter((field) => depth > 0 || !isInputObjectType(getNamedType(field.type)));
      const more = some(flat.length > 0 ? flat : all, required.length > 0 ? chance.below(3) : 1 + chance.below(2));
      const given = [...new Set([...required, ...more])];
      return `{ ${given.map((field) => `${field.name}: ${inputOf(field.type, field.name, depth - 1)}`).join(', ')} }`;
    }
    return (literal[name] ?? literal[(type as GraphQLScalarType).name] ?? (() => 'null'))();
  };

  function some<T>(from: readonly T[], count: number): readonly T[] {
    return from
      .map((one) => [chance.part(), one] as const)
      .sort(([a], [b]) => a - b)
      .slice(0, count)
      .map(([, one]) => one);
  }

  const argumentsOf = (args: readonly GraphQLArgument[]): string => {
    const page = chance.pick(['first', 'first', 'last']);
    const given = args.filter((argument) => {
      if (isRequiredArgument(argument)) return true;
      if (argument.name === 'first' || argument.name === 'last') return argument.name === page && chance.below(4) > 0;
      return chance.part() < (argument.name === 'after' || argument.name === 'before' ? 0.03 : 0.3);
    });
    if (given.length === 0) return '';
    return `(${given.map(({ name, type }) => `${name}: ${inputOf(type, name, 2)}`).join(', ')})`;
  };

  const fieldOf = (field: GraphQLField<unknown, unknown>, depth: number, hasAlias: boolean): string => {
    const type = getNamedType(field.type);
    const alias = hasAlias ? `a${aliases++}: ` : '';
    return `${alias}${field.name}${argumentsOf(field.args)}${isCompositeType(type) ? selectionOf(type, depth - 1) : ''}`;
  };

  const selectionOf = (type: GraphQLNamedType, depth: number): string => {
    const parts: string[] = [];
    if (isObjectType(type) || isInterfaceType(type)) {
      const fields = Object.values(type.getFields());
      const objects = depth > 0 ? fields.filter((field) => isCompositeType(getNamedType(field.type))) : [];
      const values = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
      const chosen = [...some(values, chance.below(4)), ...some(objects, 1 + chance.below(2))];
      parts.push(...chosen.map((field) => fieldOf(field, depth, false)));
      for (const field of some(chosen, chance.below(8) === 0 ? 1 : 0)) parts.push(fieldOf(field, depth, true));
    }
    if (!isObjectType(type) && isCompositeType(type)) {
      for (const one of some(schema.getPossibleTypes(type), 1)) {
        // Aliased: beside each other, two types may not have fields of one name and two types.
        const fields = some(Object.values(one.getFields()), 2).filter(
          (field) => depth > 0 || !isCompositeType(getNamedType(field.type)),
        );
        if (fields.length > 0)
          parts.push(`... on ${one.name} { ${fields.map((field) => fieldOf(field, depth, true)).join(' ')} }`);
      }
    }
    if (parts.length === 0) parts.push('__typename');
    return asFragment(type, `{ ${parts.join(' ')} }`);
  };

  const asFragment = (type: GraphQLNamedType, selection: string): string => {
    if (chance.below(12) > 0) return ` ${selection}`;
    fragments.push(`fragment F${fragments.length} on ${type.name} ${selection}`);
    return ` { ...F${fragments.length - 1} }`;
  };

  const root = schema.getRootType(operation);
  if (!root) throw new Error(`the schema has no ${operation}`);
  const fields = some(Object.values(root.getFields()), operation === OperationTypeNode.QUERY ? 1 + chance.below(2) : 1);
  const text = fields.map((field) => fieldOf(field, 2 + chance.below(5), false)).join(' ');
  return [`${operation} { ${text} }`, ...fragments].join('\n');
}
