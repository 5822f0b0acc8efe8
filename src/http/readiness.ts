/** Whether the gateway can answer questions: whether its database does, told on a connection that no question can take. */
import type { Database } from '../db/client.ts';
import type { Deadline } from '../db/deadline.ts';
import { until } from '../db/until.ts';

export async function checkReadiness(database: Database, deadline: Deadline): Promise<Response> {
  try {
    await until(database, deadline).lookUp(({ rows }) => rows.organization.findFirst({ select: { id: true } }));
    return Response.json({ status: 'ready' });
  } catch {
    return Response.json({ status: 'unavailable' }, { status: 503, headers: { 'retry-after': '1' } });
  }
}
