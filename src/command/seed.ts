/** `seed`: the demo organization, without starting the server. */
import { seedDemo, seedPatience } from '../../prisma/seed.ts';
import { systemClock } from '../clock.ts';
import { type Config, readConfig } from '../config.ts';
import { openDatabase } from '../db/client.ts';
import { startDatabase } from '../db/start.ts';
import { complain } from './complain.ts';

export async function seed(): Promise<void> {
  const config = readConfig();
  if (config.isProduction) throw new Error('NODE_ENV=production has no demo.');
  await startDatabase({ ...config, onWait: complain });
  const told = (await makeDemo(config))
    ? `A demo organization; its API key is ${config.seedApiKey}.`
    : 'There is an organization already: nothing done.';
  process.stdout.write(`${told}\n`);
}

/** @returns false where there is an organization already */
export async function makeDemo({ databaseUrl, seedApiKey }: Config): Promise<boolean> {
  const database = openDatabase(databaseUrl, seedPatience);
  try {
    return await seedDemo(database, { key: seedApiKey, now: systemClock() });
  } finally {
    await database.close();
  }
}
