/** Imports histories into a database, and reads what is known of the past then. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { sessionAsOf } from '../../src/db/history/as-of.ts';
import { formatProblem } from '../../src/import/file/problem.ts';
import { importWithHistory } from '../../src/import/history/import-history.ts';
import type { Instant } from '../../src/value/period.ts';
import { toInstant } from '../../src/value/period.ts';
import type { TestDatabase } from '../describe-databases.ts';
import type { temporaryFiles } from './files.ts';

export const importedAt = Date.UTC(2026, 0, 1) as Instant;

export function createDatabaseUse(opened: TestDatabase, file: ReturnType<typeof temporaryFiles>) {
  let files = 0;
  const texts = (rows: unknown) =>
    JSON.parse(JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? `${value}` : value)));
  return {
    async run(
      organization: string,
      deals: string | undefined,
      history: string,
      more: { readonly dryRun?: boolean; readonly now?: Instant } = {},
    ) {
      const problems: string[] = [];
      const path = (name: string, text: string) => file(`${opened.provider}-${++files}-${name}.csv`, text);
      const done = await importWithHistory(opened.database, {
        ...{ organization, now: importedAt, ...more },
        ...(deals !== undefined && { path: path('deals', deals) }),
        history: path('history', history),
        onProblem: (problem) => problems.push(formatProblem(problem)),
        onHistoryProblem: (problem) => problems.push(formatProblem(problem)),
      });
      return { ...done, problems, organizationId: done.deals?.organizationId ?? '' };
    },

    /** In the words of a file. */
    async rowsAt(organizationId: string, moment: number) {
      return opened.database.read(async (session) => {
        const { kysely } = sessionAsOf(session, organizationId, moment as Instant);
        const { rows } = await sql<Record<string, string | number | bigint | null>>`
          select o.external_id as id, s.label as status, o.value, o.confidence, o.date_won, m.full_name, v.text_value as product
          from opportunity as o join opportunity_status as s on s.id = o.status_id
          left join membership as m on m.organization_id = o.organization_id and m.user_id = o.user_id
          left join custom_field_value as v on v.opportunity_id = o.id
          where o.organization_id = ${organizationId} order by o.external_id`.execute(kysely);
        return rows.map(({ id, status, value, confidence, date_won, full_name, product }) => ({
          ...{ id, status, value: value === null ? '' : major(BigInt(value ?? 0)), confidence: String(confidence) },
          ...{ dateWon: date_won ?? '', user: full_name ?? '', product: product ?? '' },
        }));
      });
    },

    /** From its creation to what it is now there is no gap, and nothing twice. */
    async expectWhole(organizationId: string) {
      const [rows, versions] = await opened.database.read(async ({ kysely }) => [
        await kysely
          .selectFrom('opportunity')
          .select(['id', 'date_created', 'date_updated'])
          .where('organization_id', '=', organizationId)
          .execute(),
        await kysely
          .selectFrom('opportunity_version')
          .select(['opportunity_id', 'valid_from', 'valid_to', 'is_assumed'])
          .where('organization_id', '=', organizationId)
          .orderBy('valid_from')
          .execute(),
      ]);
      for (const { id, date_created, date_updated } of rows) {
        const own = versions.filter(({ opportunity_id }) => opportunity_id === id);
        const begins = [...own.map(({ valid_from }) => toInstant(valid_from)), toInstant(date_updated)];
        expect(begins).toEqual([toInstant(date_created), ...own.map(({ valid_to }) => toInstant(valid_to))]);
        expect(begins).toEqual([...new Set(begins)].sort((a, b) => a - b));
      }
      return versions.map(({ is_assumed }) => Boolean(is_assumed));
    },

    async statusChanges(organizationId: string) {
      const rows = await opened.database.read(({ kysely }) =>
        kysely
          .selectFrom('status_change as c')
          .innerJoin('opportunity as o', 'o.id', 'c.opportunity_id')
          .select(['o.external_id as id', 'c.date_created', 'c.old_status_label', 'c.new_status_label'])
          .where('c.organization_id', '=', organizationId)
          .orderBy('o.external_id')
          .orderBy('c.date_created')
          .execute(),
      );
      return rows.map((row) => ({
        id: row.id,
        at: row.date_created.toISOString(),
        from: row.old_status_label,
        to: row.new_status_label,
      }));
    },

    async everything(organizationId: string) {
      return opened.database.read(async ({ kysely }) => {
        const all = [];
        for (const table of [
          'opportunity',
          'opportunity_version',
          'custom_field_value',
          'custom_field_version',
          'status_change',
          'membership',
          'opportunity_status',
          'event',
        ] as const) {
          all.push(
            await sql`select * from ${sql.table(table)} where organization_id = ${organizationId}`.execute(kysely),
          );
        }
        return texts(all.map(({ rows }) => rows.map((row) => JSON.stringify(texts(row))).sort()));
      });
    },
  };
}

function major(minor: bigint): string {
  const [sign, digits] = minor < 0n ? ['-', -minor] : ['', minor];
  const cents = digits % 100n;
  return `${sign}${digits / 100n}${cents === 0n ? '' : `.${String(cents).padStart(2, '0')}`}`;
}
