/** `migrate`: brings the database to the newest migration, without starting the server. */
import { readConfig } from '../config.ts';
import { startDatabase } from '../db/start.ts';
import { complain } from './complain.ts';

export async function migrateDatabase(): Promise<void> {
  const applied = await startDatabase({ ...readConfig(), onWait: complain });
  process.stdout.write(applied.length > 0 ? `Migrated: ${applied.join(', ')}\n` : 'Nothing to migrate.\n');
}
