/** One delivery: a signed POST, of which the status counts and nothing else. */
import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { AddressRule } from '../webhook/address.ts';
import type { Outcome, Sender } from '../webhook/sender.ts';

export interface SenderOptions {
  readonly addresses: AddressRule;
  /** In milliseconds, from the look-up of the name to the status of the answer. */
  readonly timeout: number;
}

/** So much of an answer is read, for the connection to be used again, and none of it is kept. */
const mostRead = 16 * 1024;

/** The parts are put together as they are, as the source API does. */
export function sign(signatureKey: string, timestamp: string, body: string): string {
  return createHmac('sha256', Buffer.from(signatureKey, 'hex')).update(timestamp).update(body).digest('hex');
}

export function createSender({ addresses, timeout }: SenderOptions): Sender {
  const { lookup, refusalOf } = addresses;
  const options = { keepAlive: true, maxFreeSockets: 32, lookup };
  const agents = {
    plain: new http.Agent(options),
    verified: new https.Agent(options),
    unverified: new https.Agent({ ...options, rejectUnauthorized: false }),
  };
  const closing = new AbortController();
  return {
    async send({ url, signatureKey, verifySsl }, body, now) {
      const to = new URL(url);
      // An address is looked up nowhere: the agent would not ask.
      const refusal = refusalOf(to.hostname);
      if (refusal !== undefined) return { fault: refusal };
      const timestamp = String(Math.floor(now / 1000));
      const isPlain = to.protocol === 'http:';
      const request = (isPlain ? http : https).request(to, {
        agent: isPlain ? agents.plain : verifySsl ? agents.verified : agents.unverified,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'opportunity-gateway',
          'close-sig-timestamp': timestamp,
          'close-sig-hash': sign(signatureKey, timestamp, body),
        },
      });
      return answerOf(request, body, timeout, closing.signal);
    },
    close() {
      closing.abort();
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function answerOf(request: http.ClientRequest, body: string, timeout: number, closing: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    const fail = (fault: string) => {
      resolve({ fault });
      request.destroy();
    };
    const stop = () => fail('The gateway was stopped.');
    const timer = setTimeout(() => fail(`There was no whole answer within ${timeout / 1000} seconds.`), timeout);
    closing.addEventListener('abort', stop);
    request.on('error', (error) => fail(error.message.slice(0, 500)));
    request.on('close', () => {
      fail('The connection was closed before there was an answer.');
      clearTimeout(timer);
      closing.removeEventListener('abort', stop);
    });
    request.on('response', (response) => {
      resolve({ status: response.statusCode ?? 0 });
      let read = 0;
      response.on('error', () => {});
      response.on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read > mostRead) request.destroy();
      });
    });
    request.end(body);
  });
}
