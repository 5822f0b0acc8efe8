/** One request over a kept connection, without a client library: what is measured is the other end. */
import { type Agent, request } from 'node:http';
import type { HttpRequest } from '../work/work.ts';

export interface Address {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** Nobody waits longer for an answer, in milliseconds. */
const patience = 120_000;

/** @throws when there is no answer */
export function send({ url, headers }: Address, { method, path, body }: HttpRequest, agent?: Agent): Promise<Reply> {
  const content = body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { agent, method, headers: { ...headers, ...content } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    });
    sent.setTimeout(patience, () => sent.destroy(new Error(`no answer within ${patience / 1000} s`)));
    sent.on('error', reject);
    sent.end(body);
  });
}

/** GraphQL answers 200 to what failed within it. */
export const isGood = ({ status, text }: Reply): boolean => status === 200 && !text.includes('"errors":[{');
