/** Which pages of other origins may use the gateway: those that were named, and none with what the browser keeps. */
import { getCORSHeadersByRequestAndOptions } from '@whatwg-node/server';

export interface Cors {
  /** Whether a page of that origin, if it was one, may use the gateway at `host`. */
  mayUse(origin: string | null | undefined, host: string | null | undefined): boolean;
  /** Says in an answer what the page that asked may do; nothing to one that was not named. */
  addHeaders(request: Request, answer: Headers): void;
}

const allowed = {
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: [
    'authorization',
    'content-type',
    'x-tz-offset',
    'idempotency-key',
    'x-graphql-cost',
    'mcp-protocol-version',
  ],
  exposedHeaders: [
    'x-request-id',
    'retry-after',
    'ratelimit',
    'ratelimit-limit',
    'ratelimit-remaining',
    'ratelimit-reset',
  ],
  /** As long as Chromium remembers a preflight, in seconds. */
  maxAge: 7200,
  credentials: false,
};

/** @param origins `https://app.example.com`, without a path; none allows no other origin */
export function createCors(origins: readonly string[]): Cors {
  const named = new Set(origins);
  return {
    mayUse(origin, host) {
      if (origin === null || origin === undefined || named.has(origin)) return true;
      return URL.canParse(origin) && new URL(origin).host === host;
    },
    addHeaders(request, answer) {
      if (named.size === 0) return;
      answer.append('vary', 'origin');
      const origin = request.headers.get('origin');
      // The library answers `null` to those that are not in its list, which a page in a sandbox would match.
      if (origin === null || !named.has(origin)) return;
      const granted = getCORSHeadersByRequestAndOptions(request, { ...allowed, origin }) ?? {};
      for (const [name, value] of Object.entries(granted)) answer.set(name, value);
    },
  };
}

/** Browsers ask without a key whether they may send one: the answer comes before the key is asked for. */
export const isPreflight = ({ method }: Request): boolean => method === 'OPTIONS';
