/** The demo on SQLite, made by whoever is the first to want it: it takes seconds, and a copy takes none. */
import { existsSync } from 'node:fs';
import { copyFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import { seedDemo } from '../prisma/seed.ts';
import { systemClock } from '../src/clock.ts';
import { openDatabase } from '../src/db/client.ts';

/** @returns a file to be copied, and left as it is */
export async function demoTemplate(): Promise<string> {
  const migrated = inject('sqliteTemplate');
  const path = join(dirname(migrated), 'demo.db');
  if (existsSync(path)) return path;
  // Another worker may be at it too: whoever comes second puts the same in its place.
  const unfinished = `${path}.${process.pid}`;
  await copyFile(migrated, unfinished);
  const database = openDatabase(`file:${unfinished}`);
  await seedDemo(database, { now: systemClock() });
  await database.close();
  await rename(unfinished, path);
  return path;
}
