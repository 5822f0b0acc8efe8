/** A subscription over Server-Sent Events, read as a client reads it. */
import type { GraphqlError } from '../gateway.ts';

export interface Stream {
  readonly response: Response;
  /** The next answer; null when the stream has been completed. */
  next(): Promise<StreamAnswer | null>;
  /** The client leaves. */
  close(): Promise<void>;
}

export interface StreamAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: answers to untyped documents have no type
  readonly data?: any;
  readonly errors?: readonly GraphqlError[];
}

export async function openStream(
  fetch: (request: Request) => Promise<Response>,
  url: string,
  key: string,
  body: { query: string; variables?: object },
): Promise<Stream> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', accept: 'text/event-stream' };
  const response = await fetch(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }));
  if (!response.body) throw new Error('an event stream has a body');
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  const read = async (): Promise<string | undefined> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        return block;
      }
      const { value, done } = await reader.read();
      if (done) return undefined;
      text += decoder.decode(value, { stream: true });
    }
  };
  return {
    response,
    async next() {
      for (;;) {
        const block = await read();
        if (block === undefined || block.startsWith('event: complete')) return null;
        const [, data] = /^event: next\ndata: (.*)$/s.exec(block) ?? [];
        // What is left are comments, sent to keep the connection open.
        if (data !== undefined) return JSON.parse(data) as StreamAnswer;
      }
    },
    close: () => reader.cancel(),
  };
}
