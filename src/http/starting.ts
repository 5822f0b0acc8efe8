/** Answers before there is an app: the process lives, and waits for its database. */
import { type Cors, isPreflight } from './cors.ts';
import type { Served } from './server.ts';

/** @param cors a page that may use the gateway is to read that it starts, too: else it takes that for a broken connection */
export function createStarting(cors: Cors): Served {
  return {
    fetch: async (request) => {
      const response = answer(request);
      cors.addHeaders(request, response.headers);
      return response;
    },
    upgrade: () => false,
  };
}

function answer(request: Request): Response {
  if (isPreflight(request)) return new Response(null, { status: 204 });
  const { pathname } = new URL(request.url);
  if (pathname === '/health') return Response.json({ status: 'ok' });
  const headers = { 'retry-after': '1' };
  if (pathname === '/ready') return Response.json({ status: 'starting' }, { status: 503, headers });
  const message = 'The gateway is starting. Try again shortly.';
  // What either door's clients read.
  const body = { errors: [{ message, extensions: { code: 'SERVICE_UNAVAILABLE' } }], error: message };
  return Response.json(body, { status: 503, headers });
}
