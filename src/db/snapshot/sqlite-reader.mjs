/** The process that reads a SQLite file for the gateway: `batch` in, answers out; `null` ends a snapshot. See `sqlite-readers.ts`. */
import { inParts, openReading } from './sqlite-reading.mjs';

const [path = ''] = process.argv.slice(2);
const reading = openReading(path);

process.on('message', (batch) => {
  if (batch === null) reading.end();
  else
    for (const part of inParts(reading.answer(/** @type {import('./sqlite-reading.mjs').Batch} */ (batch))))
      process.send?.(part);
});
process.on('disconnect', () => process.exit());

// A terminal, or whoever stops a group of processes, tells this one too; it goes when the gateway does.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
