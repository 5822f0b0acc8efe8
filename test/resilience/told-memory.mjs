/** Loaded before the program: tells on SIGUSR2 what it holds, once all that can be collected is gone. */
import { setTimeout as sleep } from 'node:timers/promises';

process.on('SIGUSR2', async () => {
  // What the first collection sets free may have to be told before the next can take what hung on it.
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await sleep(100);
  }
  const { heapUsed, rss } = process.memoryUsage();
  process.stdout.write(`memory ${JSON.stringify({ heapUsed, rss })}\n`);
});
