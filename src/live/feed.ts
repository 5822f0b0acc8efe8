/** The feed that goes with a database: between processes on PostgreSQL, within one on SQLite. */
import { providerOf } from '../db/provider.ts';
import type { ChangeFeed } from './change.ts';
import { memoryFeed } from './memory.ts';
import { postgresFeed } from './postgres.ts';

export async function openChangeFeed(url: string): Promise<ChangeFeed> {
  return providerOf(url) === 'sqlite' ? memoryFeed() : postgresFeed(url);
}
