/** What an import did, in a few lines for people. */
import type { ImportSummary } from './import-file.ts';

export function formatSummary(summary: ImportSummary, organization: string, isDryRun: boolean): string {
  const { created, updated, unchanged, bad, unrepeatable, ignored } = summary;
  const lines = [
    isDryRun ? `A dry run: nothing was stored. Without --dry-run, in ${organization}:` : `In ${organization}:`,
    `  opportunities: ${created} created, ${updated} updated, ${unchanged} unchanged; ${count(bad, 'bad row')}`,
    `  created for them: ${createdFor(summary)}`,
  ];
  if (unrepeatable > 0) {
    lines.push(`  ${count(unrepeatable, 'row')} without external_id: importing the file again will add them again`);
  }
  if (ignored.length > 0) lines.push(`  not used: ${ignored.join(', ')}`);
  return `${lines.join('\n')}\n`;
}

function createdFor({ leads, contacts, users, statuses, customFields }: ImportSummary): string {
  const statusCount = statuses === 1 ? '1 status' : `${statuses} statuses`;
  const parts = [count(leads, 'lead'), count(contacts, 'contact'), count(users, 'user'), statusCount];
  return [...parts, count(customFields, 'custom field')].join(', ');
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
