/** A program that webhooks lead to: it keeps what it was sent, and answers as it is told to. */
import { once } from 'node:events';
import http, { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Told {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what it was sent has no type
  readonly body: any;
}

export interface Receiver {
  readonly url: string;
  readonly told: readonly Told[];
  /** How many requests it had at once, at most. */
  readonly mostAtOnce: number;
  answer: (response: ServerResponse, told: Told) => void;
  close(): void;
}

export const good = (response: ServerResponse) => void response.end('thanks');
export const status = (code: number) => (response: ServerResponse) => void response.writeHead(code).end();

export interface ReceiverOptions {
  /** Given, it speaks TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

export async function openReceiver({ tls }: ReceiverOptions = {}): Promise<Receiver> {
  const told: Told[] = [];
  let atOnce = 0;
  const receiver = { told, answer: good as Receiver['answer'], mostAtOnce: 0, url: '', close: () => {} };
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    atOnce += 1;
    receiver.mostAtOnce = Math.max(receiver.mostAtOnce, atOnce);
    response.on('close', () => {
      atOnce -= 1;
    });
    const sent = await text(request);
    const one = { headers: request.headers, text: sent, body: JSON.parse(sent) };
    told.push(one);
    receiver.answer(response, one);
  };
  const server = (tls ? https.createServer(tls, serve) : http.createServer(serve)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  receiver.url = `${tls ? 'https://localhost' : 'http://127.0.0.1'}:${(server.address() as AddressInfo).port}/hook`;
  receiver.close = () => {
    server.close();
    server.closeAllConnections();
  };
  return receiver;
}
