/**
 * Resolvers that reject instead of throwing. Where one throws among the items of a list, graphql-js leaves at once, and
 * forgets what the items before have begun: that went on in a closed snapshot, and its failure, which nobody awaited, ended the
 * process. Of promises it awaits all.
 */
import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';

export function withoutThrowing(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) if (field.resolve) field.resolve = rejecting(field.resolve);
  }
  return schema;
}

function rejecting(resolve: GraphQLFieldResolver<unknown, unknown>): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, context, info) => {
    try {
      return resolve(source, args, context, info);
    } catch (error) {
      return Promise.reject(error);
    }
  };
}
