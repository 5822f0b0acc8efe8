/** Answers before there is an app: the process lives, and waits for its database. */
import type { Served } from './server.ts';

export const starting: Served = { fetch: answer, upgrade: () => false };

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === '/health') return Response.json({ status: 'ok' });
  const headers = { 'retry-after': '1' };
  if (pathname === '/ready') return Response.json({ status: 'starting' }, { status: 503, headers });
  const message = 'The gateway is starting. Try again shortly.';
  // What either door's clients read.
  const body = { errors: [{ message, extensions: { code: 'SERVICE_UNAVAILABLE' } }], error: message };
  return Response.json(body, { status: 503, headers });
}
