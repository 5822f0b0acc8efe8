/** The arguments of a field as they were asked, before anything of the document has been validated: nothing here throws. */
import { type FieldNode, type GraphQLField, type OperationDefinitionNode, valueFromASTUntyped } from 'graphql';
import type { AskedArguments } from './weight.ts';

type Variables = Readonly<Record<string, unknown>>;

/** With the defaults of those that were not given. */
export function variablesOf({ variableDefinitions = [] }: OperationDefinitionNode, given: Variables): Variables {
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
  );
  return { ...Object.fromEntries(defaults), ...given };
}

export function argumentsOf(
  field: GraphQLField<unknown, unknown> | undefined,
  { arguments: asked = [] }: FieldNode,
  variables: Variables,
): AskedArguments {
  const given = asked.map(({ name, value }) => [name.value, valueFromASTUntyped(value, variables)] as const);
  const defaults = field?.args.map(({ name, defaultValue }) => [name, defaultValue] as const) ?? [];
  const known = [...defaults, ...given].filter(([, value]) => value !== undefined);
  return Object.fromEntries(known);
}
