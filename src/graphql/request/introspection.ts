/** Whether the schema may be asked for: who runs the gateway for clients that have it already may keep it to them. */
import { GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';

export function useIntrospection(allowed: boolean): Plugin {
  if (allowed) return {};
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(NoSchemaIntrospectionCustomRule);
      return ({ valid, result, setResult }) => {
        if (!valid) setResult([...result].map(withoutSuggestion));
      };
    },
  };
}

/** «Did you mean» tells the schema name by name. */
function withoutSuggestion(error: Error): Error {
  if (!(error instanceof GraphQLError)) return error;
  const { nodes, source, positions, path, originalError, extensions } = error;
  const message = error.message.replace(/ Did you mean .*$/s, '');
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions });
}
