/** The figures for people, in Markdown: a table for each size and number of connections. */
import { groupBy } from '../../src/value/group-by.ts';
import { type TargetName, targetNames } from '../measure/target.ts';
import type { Result } from '../run.ts';
import type { Circumstances } from './machine.ts';

const titles: Readonly<Record<TargetName, string>> = {
  gateway: 'gateway',
  'gateway-sqlite': 'gateway on SQLite',
  postgraphile: 'PostGraphile',
  floor: 'floor',
};

export function formatReport(results: readonly Result[], { postgresql, ...taken }: Circumstances): string {
  const settings = Object.entries(postgresql).map(([name, value]) => `${name} = ${value}`);
  const head = [
    `Taken ${taken.date.slice(0, 16).replace('T', ' ')} UTC at commit ${taken.commit} by \`${taken.command}\`,`,
    `on ${taken.processor}, ${taken.memory}, load ${taken.load} at the beginning, Node ${taken.node}, PostgreSQL with ${settings.join(', ')}.`,
  ].join('\n');
  const tables = [...groupBy(results, ({ size, connections }) => `${size} ${connections}`).values()].map(formatTable);
  return [head, ...tables].join('\n\n');
}

function formatTable(results: readonly Result[]): string {
  const [{ size = 0, connections = 0 } = {}] = results;
  const present = targetNames.filter((name) => results.some(({ target }) => target === name));
  const rows = [...groupBy(results, ({ item }) => item).values()].map((cells) => {
    const byTarget = new Map(cells.map((cell) => [cell.target, cell]));
    return [cells[0]?.title.replaceAll('|', '\\|'), ...present.map((name) => formatCell(byTarget.get(name)))];
  });
  const lines = [['', ...present.map((name) => titles[name])], ['---', ...present.map(() => '---')], ...rows];
  return [
    `### ${size.toLocaleString('en')} deals, ${connections} ${connections === 1 ? 'connection' : 'connections'}`,
    lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
  ].join('\n\n');
}

function formatCell(result: Result | undefined): string {
  if (!result) return '';
  const { figures, statements } = result;
  if (!figures || figures.requests === 0) return 'failed';
  const { perSecond, p50, p95, server, database, failed } = figures;
  return [
    `**${short(perSecond)}/s**${failed > 0 ? `, ${failed} failed` : ''}`,
    p50 === null || p95 === null ? '' : `${short(p50)} / ${short(p95)} ms`,
    database === null ? `${short(server)} ms` : `${short(server)} + ${short(database)} ms`,
    statements === null ? '' : `${statements} st.`,
  ]
    .filter((part) => part !== '')
    .join('<br>');
}

/** Three digits tell enough. */
const short = (figure: number) =>
  figure >= 99.95 ? String(Math.round(figure)) : figure.toPrecision(figure < 1 ? 2 : 3);
