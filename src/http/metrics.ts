/** Prometheus metrics at `/metrics`: the process itself, and requests by door and status. Names are bounded, so series are too. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { readApiKey } from './credentials.ts';

export interface Metrics {
  observe(door: string, status: number, seconds: number): void;
  /** @param outcome one of few words */
  countDelivery(outcome: string): void;
  respond(request: Request): Promise<Response>;
}

/** @param key what who asks has to bring; undefined: nothing */
export function createMetrics(key?: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'gateway_request_seconds',
    help: 'How long requests took, by door (graphql, rest, export, page, other) and status.',
    labelNames: ['door', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const deliveries = new Counter({
    name: 'gateway_webhook_attempts_total',
    help: 'Attempts to tell webhooks of events, by outcome: delivered, failed (and tried again), given_up.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return {
    countDelivery: (outcome) => deliveries.inc({ outcome }),
    observe: (door, status, seconds) => requests.observe({ door, status }, seconds),
    async respond(request) {
      if (key !== undefined && !isSame(readApiKey(request.headers.get('authorization')) ?? '', key)) {
        const headers = { 'www-authenticate': 'Bearer realm="metrics"' };
        return Response.json({ error: 'Metrics need METRICS_KEY as Bearer token.' }, { status: 401, headers });
      }
      return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
    },
  };
}

const hash = (text: string) => createHash('sha256').update(text).digest();

/** In a time that does not tell how much of a guess is right. */
const isSame = (given: string, key: string) => timingSafeEqual(hash(given), hash(key));
