/** Operations that come by themselves, as messages of a socket do: admitted, priced and executed as those of requests are. */
import { type DocumentNode, type ExecutionArgs, type ExecutionResult, GraphQLError, getOperationAST } from 'graphql';
import type { GraphQLParams, YogaServerInstance } from 'graphql-yoga';
import type { RequestScope } from '../../http/scope.ts';
import type { Admit, Admitted } from './admission.ts';
import type { GraphqlRequest } from './execution.ts';
import { maskError } from './mask-error.ts';
import { refusedOperation } from './refusal.ts';
import type { DocumentOf } from './trusted-documents.ts';

export interface AskedOperation {
  /** Of POST, with the headers of whoever asks; its body is not read. */
  readonly request: Request;
  readonly params: GraphQLParams;
  readonly bytes: number;
  /** Whether the document is one of the gateway's own, whatever others are trusted. */
  readonly isOwn?: boolean;
}

export interface Operation {
  readonly args: ExecutionArgs;
  run(): Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;
}

export interface OperationDoor {
  /** @throws DomainError: the key opens nothing, or has used up what it may use */
  admit(request: Request, scope: RequestScope): Promise<Admitted>;
  /** @returns errors where it is not to be executed */
  prepare(admitted: Admitted, asked: AskedOperation, scope: RequestScope): Operation | readonly GraphQLError[];
}

interface OperationOptions {
  readonly admit: Admit;
  readonly documentOf: DocumentOf;
  readonly getEnveloped: YogaServerInstance<GraphqlRequest, object>['getEnveloped'];
}

export function openOperations({ admit, documentOf, getEnveloped }: OperationOptions): OperationDoor {
  const prepare: OperationDoor['prepare'] = (admitted, { request, params, bytes, isOwn = false }, scope) => {
    try {
      const asked = { ...admitted, request, params, bytes };
      const { schema, parse, validate, contextFactory, execute, subscribe } = getEnveloped(asked);
      const document: DocumentNode = parse((isOwn ? params.query : documentOf(params)) ?? '');
      const errors: readonly GraphQLError[] = validate(schema, document);
      if (errors.length > 0) return errors.map((error) => maskError(error, scope));
      const { variables: variableValues, operationName } = params;
      const operation = getOperationAST(document, operationName)?.operation;
      if (!operation) throw unknownOperation();
      const args = { schema, document, operationName, variableValues };
      const start = async () => {
        const inContext: ExecutionArgs = { ...args, contextValue: await contextFactory() };
        return operation === 'subscription' ? subscribe(inContext) : execute(inContext);
      };
      const run: Operation['run'] = () =>
        admitted.inTurn(start, scope.deadline).catch((error) => ({ errors: [maskError(error, scope)] }));
      return { args: { ...args, contextValue: asked }, run };
    } catch (error) {
      return [maskError(error, scope)];
    }
  };
  return {
    prepare,
    async admit(request, scope) {
      const admission = await admit(request, scope);
      if ('refused' in admission) throw refusedOperation(admission);
      return admission;
    },
  };
}

const unknownOperation = () =>
  new GraphQLError('Say by operationName which operation of the document is meant.', {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
  });
