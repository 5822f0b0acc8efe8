/** The orderly end of a server: what is under way is answered, and idle connections are not waited for. */
import type { Server } from 'node:http';

/** How often connections that have become idle are looked for, in milliseconds. */
const turn = 50;

/** Resolves when no connection is left. Those that are busy after `gracePeriod` milliseconds are cut. */
export async function closeServer(server: Server, gracePeriod: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // Node closes the connections that are idle now; one that becomes idle later would be kept alive for a minute.
  const idle = setInterval(() => server.closeIdleConnections(), turn);
  const late = setTimeout(() => server.closeAllConnections(), gracePeriod);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
