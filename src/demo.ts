/** Whether there may be a demo: its key is known to everybody who has read the manual, and opens all of it, as an admin. */
import type { Config } from './config.ts';
import { isLoopbackHost } from './http/loopback.ts';

/** What `SEED_API_KEY` is where nothing is said. */
const wellKnown = 'api_demo';

export interface DemoRule {
  readonly isAllowed: boolean;
  /** Keys that open nothing here, should an earlier start have made them. */
  readonly refusedKeys: readonly string[];
  /** What whoever starts the gateway must have read. */
  readonly warning: string | undefined;
}

export function demoRule(config: Pick<Config, 'host' | 'allowDemoKey' | 'isProduction' | 'seedApiKey'>): DemoRule {
  const { host, allowDemoKey, isProduction, seedApiKey } = config;
  const refusedKeys = [...new Set([seedApiKey, wellKnown])];
  if (isProduction) {
    const warning = 'ALLOW_DEMO_KEY is passed over: NODE_ENV=production has no demo.';
    return { isAllowed: false, refusedKeys, warning: allowDemoKey ? warning : undefined };
  }
  if (isLoopbackHost(host)) return { isAllowed: true, refusedKeys: [], warning: undefined };
  if (!allowDemoKey) return { isAllowed: false, refusedKeys, warning: undefined };
  const warning = `WARNING: whoever reaches ${host} can read and change everything in the demo organization with the key ${seedApiKey}, for ALLOW_DEMO_KEY=true.`;
  return { isAllowed: true, refusedKeys: [], warning };
}
