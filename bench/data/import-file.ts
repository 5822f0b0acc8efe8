/** The rows as a file to import, with people, statuses and leads by their names. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { formatMajor } from '../../src/value/money.ts';
import type { BenchOrganization } from './organization.ts';
import { dealRow } from './rows.ts';

const columns = [
  ...['external_id', 'lead_name', 'user_name', 'status_label', 'status_type', 'value', 'value_period', 'confidence'],
  ...['date_created', 'date_won', 'note'],
];

export async function writeImportFile(path: string, organization: BenchOrganization, rows: number): Promise<void> {
  await pipeline(Readable.from(lines(organization, rows)), createWriteStream(path));
}

function* lines(organization: BenchOrganization, rows: number): Generator<string> {
  yield `${columns.join(',')}\n`;
  for (let i = 0; i < rows; i++) yield `${line(organization, i)}\n`;
}

function line(organization: BenchOrganization, i: number): string {
  const deal = dealRow(organization, i);
  const status = organization.statuses.find(({ id }) => id === deal.status_id);
  const person = `Person No. ${organization.userIds.indexOf(deal.user_id)}`;
  return [
    ...[`deal-${i}`, `Company ${i % Math.ceil(organization.leads)}`, person, status?.label, status?.type],
    ...[
      deal.value === null ? '' : formatMajor(deal.value, 'USD').replaceAll(',', ''),
      deal.value_period,
      deal.confidence,
    ],
    ...[deal.date_created.toISOString(), deal.date_won ?? '', `"${deal.note}"`],
  ].join(',');
}
