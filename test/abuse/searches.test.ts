/**
 * Whatever is searched for: a filter that both databases answer, or an error that points into the text; at once.
 * `FUZZ_RUNS=100000 npx vitest run test/abuse/searches.test.ts` tries more.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DomainError } from '../../src/errors.ts';
import { filterFromQuery, type QueryMeaning } from '../../src/query/filter-from-query.ts';
import type { QueryOptions } from '../../src/query/reading.ts';
import { cpuMilliseconds } from '../cpu-time.ts';
import { describeDatabases } from '../describe-databases.ts';
import { openOffice, type Table } from '../query/searches.ts';
import { anyText } from '../search/any-text.ts';

const runs = Number(process.env.FUZZ_RUNS ?? 1500);
/** Of so many that are understood, one is asked of the databases. */
const share = 8;

const queries: Readonly<Record<Table, readonly string[]>> = {
  opportunity: [
    'status_change(old_status:active new_status:won date:yesterday)',
    'status_type: won and date >= 2026-11-01 sort:-value,date_won',
    'date_created < "2 weeks ago" and date_created >= 1 week ago',
    'opportunity_status:"S01: Received Offer Request" or not note:*',
    'user:me value > $5,000 confidence:25..60 expected_value <= 1.5m',
    'lead(status:Customer contact(email:acme)) or contact_name:fay',
    'custom.Product in (Plus, "Pro Max") custom.seats > -1.5 custom.kickoff:last month',
    'value:..-1k date_won:2026-01-01..this year value_period in (monthly, "one time")',
    'created_by:"Ada Lovelace" updated < 3 hours ago pipeline:Renewals sort:user,-custom.seats',
    'slice:1/3 İstanbul "big deal" 50% straße 🚀 words:"a b" text.status:S0 note = ""',
  ],
  lead: [
    'has:opportunities opportunity_user:me opportunity:won or opportunities:0 slice:2/10',
    'num_won_opportunities > 1 total_annualized_opportunity_value >= 20k sort:-num_opportunities',
    'avg_monthly_active_opportunity_value < 1k or min_annual_opportunity_value:*',
    'status:bad_fit or custom."Source CRM":* and not custom.Tags in (vip, eu)',
    'contact(name:dee email = "dee@acme.example") contacts > 1 email:mail',
    'opportunity(status_type:won value > 5k status_change(user:"Cy Twombly"))',
  ],
};

/** Undefined where the text was refused as it must be. */
function meaningOf(text: string, options: QueryOptions): QueryMeaning | undefined {
  try {
    return filterFromQuery(text, options);
  } catch (error) {
    if (!(error instanceof DomainError)) throw new Error(`Thrown by ${JSON.stringify(text)}`, { cause: error });
    if (error.code === 'INVALID_INPUT') return undefined;
    const { position, expected, found } = error.extra;
    expect(error.code, text).toBe('SEARCH_SYNTAX');
    expect(position).toBeGreaterThanOrEqual(0);
    expect(position).toBeLessThanOrEqual(text.length);
    expect(expected).not.toEqual([]);
    expect(text.slice(Number(position))).toContain(String(found).replace(/…$/, ''));
    expect(error.message.isWellFormed()).toBe(true);
    return undefined;
  }
}

describeDatabases('random and spoiled searches', (opened) => {
  const searched = openOffice(opened);

  test.each(['opportunity', 'lead'] as const)(
    'for %s: a filter that is answered, or an error with a place; never slow',
    async (table) => {
      const options = searched.options(table);
      let slowest = { text: '', took: 0 };
      const understood: (QueryMeaning & { readonly text: string })[] = [];
      for (const text of fc.sample(anyText(queries[table]), runs / 4)) {
        let meaning: QueryMeaning | undefined;
        const took = cpuMilliseconds(() => {
          meaning = meaningOf(text, options);
        });
        if (took > slowest.took) slowest = { text, took };
        if (meaning) understood.push({ ...meaning, text });
      }
      const asked = understood.filter((_, index) => index % share === 0);
      for (const { filter, order, text } of asked) {
        await searched.find(table, filter, order).catch((cause) => {
          throw new Error(`Not answered: ${JSON.stringify(text)}`, { cause });
        });
      }
      // The machine may have been busy at that moment; the text is to blame only if it is slow again.
      const again = Math.min(...[1, 2, 3].map(() => cpuMilliseconds(() => meaningOf(slowest.text, options))));
      expect(again, slowest.text).toBeLessThan(50);
      // Neither only nonsense nor only good searches were tried.
      expect(understood.length).toBeGreaterThan(runs / 4 / 20);
      expect(understood.length).toBeLessThan((runs / 4) * 0.9);
      if (process.env.FUZZ_RUNS) {
        const counts = `${runs / 4} texts, ${understood.length} understood, ${asked.length} asked`;
        process.stdout.write(
          `${opened.provider} ${table}: ${counts}, slowest ${slowest.took.toFixed(1)} ms, again ${again.toFixed(1)} ms\n`,
        );
      }
    },
    600_000,
  );
});
