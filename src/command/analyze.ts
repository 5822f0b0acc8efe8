/** `analyze`: gathers what the planner knows of the rows. */
import { readConfig } from '../config.ts';
import { gatherStatistics } from '../db/statistics.ts';

export async function analyze(): Promise<void> {
  await gatherStatistics(readConfig().databaseUrl);
}
