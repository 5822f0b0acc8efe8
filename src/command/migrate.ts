/** `migrate`: brings the database to the newest migration, without starting the server. */
import { readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';

export async function migrateDatabase(): Promise<void> {
  const applied = await migrate(readConfig().databaseUrl);
  process.stdout.write(applied.length > 0 ? `Migrated: ${applied.join(', ')}\n` : 'Nothing to migrate.\n');
}
