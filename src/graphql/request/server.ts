/** The GraphQL door: operations as requests, and as messages of a socket. */
import { type ParseOptions, parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { type QuestionLimits, usualLimits } from '../../config.ts';
import { limitHeaders } from '../../http/rate-limit/headers.ts';
import type { RequestScope } from '../../http/scope.ts';
import type { Services } from '../context.ts';
import { assertTokens } from '../cost/limits.ts';
import { schema } from '../schema.ts';
import { type AdmissionOptions, createAdmit } from './admission.ts';
import { readBody } from './body.ts';
import { createDocumentCache, noErrors } from './document-cache.ts';
import { type GraphqlRequest, useSnapshots } from './execution.ts';
import { useIntrospection } from './introspection.ts';
import { refusing } from './mask-error.ts';
import { type OperationDoor, openOperations } from './operation.ts';
import { useQuestionCost } from './question-cost.ts';
import { assertAsked, rateLimited, unauthenticated } from './refusal.ts';
import { readTrustedDocuments, type TrustedDocuments, useTrustedDocuments } from './trusted-documents.ts';
import { askedByNobody, warmUpBody } from './warm-up.ts';

export interface GraphqlDoor {
  /** @throws DomainError for what is refused before an operation is looked at, and for trouble with the database */
  answer(request: Request, scope: RequestScope): Promise<Response>;
  /** For what is no request with an answer. */
  readonly operations: OperationDoor;
  /** Before anybody asks: what only the first question waits for is then done. */
  warmUp(): Promise<void>;
}

export interface GraphqlOptions extends Services, AdmissionOptions {
  /** @default those without a setting */
  readonly limits?: QuestionLimits | undefined;
  /** Whether the schema may be asked for. */
  readonly introspection: boolean;
  /** @default none: documents come as text */
  readonly trustedDocuments?: TrustedDocuments | undefined;
}

export const graphqlPath = '/graphql';

export function createGraphqlDoor(options: GraphqlOptions): GraphqlDoor {
  const { identify, underWay, limiter, limits = usualLimits, introspection, ...services } = options;
  const documentOf = readTrustedDocuments(options.trustedDocuments);
  const yoga = createYoga<GraphqlRequest>({
    schema,
    graphqlEndpoint: graphqlPath,
    graphiql: false,
    landingPage: false,
    multipart: false,
    batching: false,
    extraParamNames: ['documentId'],
    // Of both doors, and without credentials: see http/cors.ts. Yoga's default lets every page in.
    cors: false,
    logging: false,
    // It has been read already, up to its bound: Yoga would send it through a stream of its own once more.
    maxRequestBodySize: false,
    parserAndValidationCache: { documentCache: createDocumentCache(), errorCache: noErrors },
    plugins: [
      useTrustedDocuments(documentOf),
      useBoundedParser(limits),
      useIntrospection(introspection),
      useQuestionCost(schema, limits),
      useSnapshots(services),
    ],
  });
  const admit = createAdmit({ ...services, identify, underWay, limiter });
  const answer: GraphqlDoor['answer'] = async (request, scope) => {
    assertAsked(request);
    const admitted = await admit(request, scope);
    if ('refused' in admitted) {
      return admitted.refused === 'unknown key' ? unauthenticated(request) : rateLimited(admitted.refused);
    }
    const { body, bytes } = await readBody(request);
    const { url, method, headers, signal } = request;
    const read = new yoga.fetchAPI.Request(url, { method, headers, signal, ...(body !== undefined && { body }) });
    const response = await admitted.inTurn(async () => yoga.fetch(read, { ...admitted, bytes }), scope.deadline);
    const allowance = limitHeaders(admitted.spending.allowance);
    for (const [name, value] of Object.entries(allowance)) response.headers.set(name, value);
    return response;
  };
  const warmUp = async () => {
    const headers = { 'content-type': 'application/json' };
    const request = new yoga.fetchAPI.Request(`http://localhost${graphqlPath}`, {
      method: 'POST',
      headers,
      body: warmUpBody,
    });
    await yoga.fetch(request, askedByNobody(services));
  };
  return { answer, warmUp, operations: openOperations({ admit, documentOf, getEnveloped: yoga.getEnveloped }) };
}

/** Before anything is made of it: the parser recurses, and an unbounded document exhausts the stack. */
function useBoundedParser(limits: QuestionLimits): Plugin<GraphqlRequest> {
  return {
    onParse: ({ context, setParseFn }) =>
      setParseFn((source: string, options?: ParseOptions) => {
        refusing(() => assertTokens(source, limits), context);
        return parse(source, options);
      }),
  };
}
