/** What an import did, in a few lines for people. */
import { formatMoney } from '../value/money.ts';
import type { ImportSummary } from './import-file.ts';

interface HistoryFigures {
  readonly changed: number;
  readonly unchanged: number;
  readonly versions: number;
  readonly statusChanges: number;
  readonly bad: number;
  readonly ignored: readonly string[];
}

export function formatSummary(summary: ImportSummary, organization: string, isDryRun: boolean): string {
  const { created, updated, unchanged, bad, unrepeatable, ignored, organizationId } = summary;
  const lines = [
    isDryRun ? `A dry run: nothing was stored. Without --dry-run, in ${organization}:` : `In ${organization}:`,
    `  opportunities: ${created} created, ${updated} updated, ${unchanged} unchanged; ${count(bad, 'bad row')}`,
    `  created for them: ${createdFor(summary)}`,
    ...summary.byStatus.map((one) => `  ${statusLine(one, summary.currency)}`),
  ];
  if (unrepeatable > 0) {
    lines.push(`  ${count(unrepeatable, 'row')} without external_id: importing the file again will add them again`);
  }
  if (ignored.length > 0) lines.push(`  not used: ${ignored.join(', ')}`);
  if (organizationId === '' && bad > 0) lines.push('  nothing went in: no organization was made, and none was changed');
  return `${lines.join('\n')}\n`;
}

/** What a history told. */
export function formatHistory(history: HistoryFigures, organization: string, isDryRun: boolean): string {
  const { changed, unchanged, versions, statusChanges, bad, ignored } = history;
  const lines = [
    isDryRun
      ? `A dry run of the history of ${organization}: nothing was stored.`
      : `In the history of ${organization}:`,
    `  opportunities: ${changed} told, ${unchanged} as they were told before; ${count(bad, 'bad row')}`,
    `  written for them: ${count(versions, 'version')}, ${count(statusChanges, 'change')} of status`,
    ...(ignored.length > 0 ? [`  not used: ${ignored.join(', ')}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** To be held against the source: what went in, whether it was there already or not. */
function statusLine({ label, type, count: number, value }: ImportSummary['byStatus'][number], currency: string) {
  return `${label} (${type}): ${number}, ${formatMoney(value, currency)}`;
}

function createdFor({ leads, contacts, users, statuses, customFields }: ImportSummary): string {
  const statusCount = statuses === 1 ? '1 status' : `${statuses} statuses`;
  const parts = [count(leads, 'lead'), count(contacts, 'contact'), count(users, 'user'), statusCount];
  return [...parts, count(customFields, 'custom field')].join(', ');
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
