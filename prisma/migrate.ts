/** `npm run migrate`: brings the database to the newest migration, without starting the server. */
import { readConfig } from '../src/config.ts';
import { migrate } from '../src/db/migrate.ts';

const applied = await migrate(readConfig().databaseUrl);
process.stdout.write(applied.length > 0 ? `Migrated: ${applied.join(', ')}\n` : 'Nothing to migrate.\n');
