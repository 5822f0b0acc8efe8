/** A span for each field at the top of an operation: what within it was asked of the database stands beside it, under the request. */
import { defaultFieldResolver, type GraphQLSchema } from 'graphql';
import { inSpan } from '../trace.ts';

export function withRootFieldSpans(schema: GraphQLSchema): GraphQLSchema {
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const { resolve = defaultFieldResolver } = field;
      field.resolve = (source, args, context, info) =>
        inSpan(
          `${info.parentType.name}.${info.fieldName}`,
          { 'graphql.field.alias': String(info.path.key) },
          async () => resolve(source, args, context, info),
        );
    }
  }
  return schema;
}
