/** What tests of clients start from: a gateway on a port, on either database, with thirty deals of one lead. */
import { afterAll, beforeAll } from 'vitest';
import WebSocket from 'ws';
import { type Listening, listen } from '../abuse/listening.ts';
import { describeDatabases } from '../describe-databases.ts';
import { type Desk, openDesk } from '../graphql/desk.ts';

// What browsers have, and Node 20 has not.
Object.assign(globalThis, { WebSocket });

export interface Served {
  readonly desk: Desk;
  /** Of GraphQL. */
  readonly url: string;
  readonly key: string;
  /** Something happens elsewhere: the id of a deal that has just been made. */
  makeDeal(note: string): Promise<string>;
}

export const dealCount = 30;

/** What `define` is given is filled before its first test. */
export function describeClient(title: string, define: (served: Served) => void): void {
  describeDatabases(title, (opened) => {
    const desk = openDesk(opened);
    const served = { desk } as { -readonly [Key in keyof Served]: Served[Key] };
    let gateway: Listening;

    beforeAll(async () => {
      gateway = await listen({ databaseUrl: opened.url, clock: () => desk.now });
      served.url = `http://127.0.0.1:${gateway.port}/graphql`;
      served.key = desk.keys.ada;
      const inputs = Array.from({ length: dealCount }, (_, i) => ({
        ...{ leadId: desk.mine.leadId, note: `deal ${i}`, value: 100 * (i + 1), confidence: i },
        userId: desk.mine.userIds[i % 2 === 0 ? 0 : 1],
      }));
      const made = await desk.gateway.askText(
        'mutation ($inputs: [OpportunityInput!]!) { createOpportunities(inputs: $inputs) { opportunities { id } } }',
        { inputs },
      );
      if (made.errors.length > 0) throw new Error(JSON.stringify(made.errors));
      // Through the gateway that is asked: on SQLite one process tells its own changes.
      served.makeDeal = async (note) => {
        const headers = { authorization: `Bearer ${served.key}`, 'content-type': 'application/json' };
        const body = JSON.stringify({ lead_id: desk.mine.leadId, note });
        const answer = await fetch(served.url.replace('/graphql', '/api/v1/opportunity/'), {
          method: 'POST',
          headers,
          body,
        });
        return ((await answer.json()) as { id: string }).id;
      };
    });
    afterAll(() => gateway.close());
    define(served);
  });
}

/** Calls `act` until something has been told: what happens before a subscription is there is told to nobody. */
export async function untilTold<T>(told: Promise<T>, act: () => Promise<unknown>): Promise<T> {
  let isTold = false;
  void told.then(() => {
    isTold = true;
  });
  while (!isTold) {
    await act();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return told;
}
