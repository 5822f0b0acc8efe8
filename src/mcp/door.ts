/**
 * The door for agents: the Model Context Protocol over streamable HTTP, without sessions. Its tools ask the GraphQL door, with
 * the key, the limits and the cost that any client has.
 */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { GraphQLError } from 'graphql';
import manifest from '../../package.json' with { type: 'json' };
import { hasRight } from '../caller.ts';
import { domainErrorOf } from '../db/db-errors.ts';
import { DomainError, statusOf } from '../errors.ts';
import type { Admitted } from '../graphql/request/admission.ts';
import type { OperationDoor } from '../graphql/request/operation.ts';
import { BrokenOff, readText, TooLong } from '../http/body.ts';
import { challengeOf } from '../http/challenge.ts';
import type { Cors } from '../http/cors.ts';
import { mediaTypeOf } from '../http/media-type.ts';
import { isTooDeep } from '../http/nesting.ts';
import { headersOf } from '../http/refusal-headers.ts';
import type { RequestScope } from '../http/scope.ts';
import { brief } from './brief.ts';
import { type Tool, tools } from './tools.ts';

/** What agents say is short: a change of one deal, with its note. */
const longest = 256 * 1024;

export interface McpOptions {
  readonly operations: OperationDoor;
  readonly mayUse: Cors['mayUse'];
}

/** @throws DomainError */
export type McpDoor = (request: Request, scope: RequestScope) => Promise<Response>;

export function createMcpDoor({ operations, mayUse }: McpOptions): McpDoor {
  return async (request, scope) => {
    try {
      assertAsked(request, mayUse);
      const admitted = await operations.admit(request, scope);
      const parsedBody = await readMessage(request);
      const server = new McpServer({ name: manifest.name, version: manifest.version }, { instructions });
      for (const tool of tools) {
        if (tool.right !== undefined && !hasRight(admitted.caller, tool.right)) continue;
        const { name, title, description, input, right } = tool;
        // An argument that nobody knows would be passed over, and the answer be of everything.
        const inputSchema = input.strict();
        const annotations = { title, readOnlyHint: right === undefined, destructiveHint: false, openWorldHint: false };
        server.registerTool(name, { title, description, inputSchema, annotations }, (given) =>
          call(tool, given, { operations, admitted, request, scope }),
        );
      }
      const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
      await server.connect(transport);
      const { url, method, headers } = request;
      const response = await transport.handleRequest(new Request(url, { method, headers }), { parsedBody });
      await server.close();
      return response;
    } catch (error) {
      const known = domainErrorOf(error);
      if (!known) throw error;
      if (statusOf[known.code] >= 500) scope.report(known);
      return refusal(request, known);
    }
  };
}

const instructions =
  'A sales pipeline: deals (opportunities) of leads, with exact figures. Call describe_organization before you need an id. Money is in minor units.';

interface Calling {
  readonly operations: OperationDoor;
  readonly admitted: Admitted;
  readonly request: Request;
  readonly scope: RequestScope;
}

async function call(
  { document, variables }: Tool,
  input: Readonly<Record<string, unknown>>,
  { operations, admitted, request, scope }: Calling,
): Promise<CallToolResult> {
  // What was not said is left out: a null would empty it.
  const said = Object.entries(variables(input)).filter(([, value]) => value !== undefined);
  const params = { query: document, variables: Object.fromEntries(said) };
  const asked = { request, params, bytes: 0, isOwn: true };
  const operation = operations.prepare(admitted, asked, scope);
  if (!('run' in operation)) return failed(operation);
  const result = await operation.run();
  if (Symbol.asyncIterator in result) throw new Error('A tool that subscribes.');
  return result.errors ? failed(result.errors) : told(JSON.stringify(brief(result.data)));
}

const told = (text: string): CallToolResult => ({ content: [{ type: 'text', text }] });

/** What a model can mend it by: the code, what was wrong, where, and what would be right. */
function failed(errors: readonly GraphQLError[]): CallToolResult {
  const lines = errors.map(({ message, extensions }) => {
    const { code, http: _, ...more } = extensions;
    return `${String(code)}: ${message}${Object.keys(more).length > 0 ? ` ${JSON.stringify(more)}` : ''}`;
  });
  return { ...told(lines.join('\n')), isError: true };
}

/** @throws DomainError */
function assertAsked(request: Request, mayUse: Cors['mayUse']): void {
  const { method, headers, url } = request;
  if (method !== 'POST') {
    throw new DomainError(
      'METHOD_NOT_ALLOWED',
      'Send messages by POST: there are no sessions, nor streams of their own.',
    );
  }
  if (!mayUse(headers.get('origin'), headers.get('host') ?? new URL(url).host)) {
    throw new DomainError('FORBIDDEN', 'Pages of this origin may not use the gateway.');
  }
  if (mediaTypeOf(request) !== 'application/json') {
    throw new DomainError('UNSUPPORTED_MEDIA_TYPE', 'Send messages as application/json.');
  }
}

/** @throws DomainError */
async function readMessage(request: Request): Promise<unknown> {
  const text = await readText(request, longest).catch((error: unknown) => {
    if (error instanceof TooLong) throw new DomainError('BODY_TOO_LARGE', `The body has more than ${longest} bytes.`);
    if (error instanceof BrokenOff) throw new DomainError('INVALID_INPUT', 'The request ended before its body did.');
    throw error;
  });
  if (text === undefined || isTooDeep(text)) {
    throw new DomainError('INVALID_INPUT', 'The body is not UTF-8, or nested too deep.');
  }
  try {
    const message: unknown = JSON.parse(text);
    if (!Array.isArray(message)) return message;
  } catch {
    throw new DomainError('INVALID_INPUT', 'The body is no JSON.');
  }
  throw new DomainError('INVALID_INPUT', 'Send one message at a time.');
}

function refusal(request: Request, { code, message, extra }: DomainError): Response {
  const body = { jsonrpc: '2.0', id: null, error: { code: -32000, message, data: { code, ...extra } } };
  const headers = {
    ...headersOf(code),
    ...(code === 'METHOD_NOT_ALLOWED' && { allow: 'POST' }),
    ...(code === 'UNAUTHENTICATED' && { 'www-authenticate': challengeOf(request) }),
    ...(typeof extra.retryAfter === 'number' && { 'retry-after': String(extra.retryAfter) }),
  };
  return Response.json(body, { status: statusOf[code], headers });
}
