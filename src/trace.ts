/**
 * Spans of OpenTelemetry: of each request, each field at the top of a GraphQL operation, and each SQL statement. Only its API is here. Who
 * wants them registers the SDK in the process (docs/operations.md); else they are nothing.
 */
import {
  type Attributes,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  trace,
} from '@opentelemetry/api';

const tracer = trace.getTracer('opportunity-gateway');

/** What fails within is told in the span, too. */
export function inSpan<T>(
  name: string,
  { kind = SpanKind.INTERNAL, ...attributes }: Attributes & { readonly kind?: SpanKind },
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return tracer.startActiveSpan(name, { kind, attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      if (error instanceof Error) span.recordException(error);
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The text has placeholders for what callers send. */
export const inStatementSpan = <T>(system: 'sqlite' | 'postgresql', sql: string, send: () => Promise<T>): Promise<T> =>
  inSpan(
    sql.trimStart().split(/\s/, 1)[0]?.toUpperCase() ?? 'SQL',
    { kind: SpanKind.CLIENT, 'db.system.name': system, 'db.query.text': sql },
    send,
  );

/** What is known of a request when it has been answered. */
export interface AnsweredRequest {
  readonly status: number;
  /** `query Board`, `GET /opportunity/{id}/` */
  readonly operation?: string | undefined;
  readonly organization?: string | undefined;
}

/** One is looked up where it is wanted: nobody wants any where there is no SDK. */
const headerOf: TextMapGetter<Headers> = {
  get: (headers, name) => headers.get(name) ?? undefined,
  keys: (headers) => [...headers.keys()],
};

/** Part of the trace that its sender has begun, where it says so (`traceparent`). */
export function inRequestSpan(
  request: Request,
  { door, pathname, requestId }: Readonly<Record<'door' | 'pathname' | 'requestId', string>>,
  answer: () => Promise<Response>,
  known: () => Omit<AnsweredRequest, 'status'>,
): Promise<Response> {
  const { method, headers } = request;
  const parent = propagation.extract(context.active(), headers, headerOf);
  const attributes = {
    'http.request.method': method,
    'url.path': pathname,
    'gateway.door': door,
    'gateway.request_id': requestId,
  };
  return context.with(parent, () =>
    inSpan(`${method} ${door}`, { kind: SpanKind.SERVER, ...attributes }, async (span) => {
      const response = await answer();
      describe(span, { status: response.status, ...known() });
      return response;
    }),
  );
}

function describe(span: Span, { status, operation, organization }: AnsweredRequest): void {
  if (operation) span.updateName(operation);
  span.setAttribute('http.response.status_code', status);
  if (organization) span.setAttribute('gateway.organization', organization);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
}
