/** `verify`: compares the sums that the database keeps with the rows that they are of, and mends them where that is asked for. */
import { readConfig } from '../config.ts';
import { openDatabase, type Session } from '../db/client.ts';
import { startDatabase } from '../db/start.ts';
import { rebuildSummary } from '../db/summary/install.ts';
import { type Difference, readDifferences } from '../db/summary/verify.ts';
import { formatMajor, roundWeighted } from '../value/money.ts';
import { complain } from './complain.ts';
import { printTable } from './table.ts';

export async function verify({ repair }: { readonly repair: boolean }): Promise<void> {
  const { databaseUrl, databaseWait } = readConfig();
  await startDatabase({ databaseUrl, databaseWait, onWait: complain });
  const database = openDatabase(databaseUrl, { timeout: patience });
  try {
    const { wrong, table } = await database.read(compare);
    if (wrong === 0) return print('Summary: all cells are what their opportunities come to.\n');
    print(`${table}Summary: ${wrong} cells are not what their opportunities come to.\n`);
    if (!repair) {
      process.exitCode = 1;
      return print('verify --repair makes them anew; writers of opportunities wait meanwhile.\n');
    }
    await rebuildSummary(databaseUrl);
    const left = await database.read(readDifferences);
    if (left.length > 0) throw new Error(`${left.length} cells are wrong again after the repair.`);
    print('Summary: made anew, and right.\n');
  } finally {
    await database.close();
  }
}

/** All rows are looked at, in milliseconds. */
const patience = 600_000;

/** More than anybody reads. */
const most = 50;

async function compare(session: Session) {
  const found = await readDifferences(session);
  const shown = found.slice(0, most);
  const named = await readNames(session, shown);
  const amount = (cell: Difference, minor: bigint) => formatMajor(minor, named('currency', cell.organization_id));
  const rows = shown.map((cell) => [
    ...[named('organization', cell.organization_id), named('user', cell.user_id), named('status', cell.status_id)],
    ...[cell.value_period ?? '', cell.grain ?? '', cell.date_won ?? ''],
    ...[String(cell.count), String(cell.valued), amount(cell, cell.value), amount(cell, roundWeighted(cell.weighted))],
  ]);
  const heads = [
    'organization',
    'user',
    'status',
    'value period',
    'by',
    'won in',
    'count',
    'with value',
    'value',
    'expected',
  ];
  return { wrong: found.length, table: printTable(heads, rows) };
}

/** Names, where they are known still. */
async function readNames({ kysely }: Session, cells: readonly Difference[]) {
  const organizations = [...new Set(cells.flatMap((cell) => cell.organization_id ?? []))];
  if (organizations.length === 0) return (_: string, id: string | null) => id ?? '';
  const [organization, user, status] = await Promise.all([
    kysely.selectFrom('organization').select(['id', 'name', 'currency']).where('id', 'in', organizations).execute(),
    kysely
      .selectFrom('membership')
      .select(['user_id as id', 'full_name as name'])
      .where('organization_id', 'in', organizations)
      .execute(),
    kysely
      .selectFrom('opportunity_status')
      .select(['id', 'label as name'])
      .where('organization_id', 'in', organizations)
      .execute(),
  ]);
  const currency = organization.map(({ id, currency }) => ({ id, name: currency }));
  const names = { organization, user, status, currency };
  return (kind: keyof typeof names, id: string | null) => names[kind].find((row) => row.id === id)?.name ?? id ?? '';
}

function print(text: string): void {
  process.stdout.write(text);
}
