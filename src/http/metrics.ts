/** Prometheus metrics at `/metrics`: the process itself, and requests by door and status. Names are bounded, so series are too. */
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export interface Metrics {
  observe(door: string, status: number, seconds: number): void;
  respond(): Promise<Response>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'gateway_request_seconds',
    help: 'How long requests took, by door (graphql, rest, page, other) and status.',
    labelNames: ['door', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  return {
    observe: (door, status, seconds) => requests.observe({ door, status }, seconds),
    respond: async () => new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } }),
  };
}
