/**
 * Texts that databases are tempted to understand: letters with accents, ß, İ, emoji, `%`, `_`, quotes, backslashes, and words
 * shorter than what an index holds. Both databases find what a model in memory finds, hence the same.
 */
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { catalogOf } from '../../src/catalog.ts';
import { insertRows } from '../../src/db/insert.ts';
import { compileWhere } from '../../src/filter/where.ts';
import { filterFromQuery } from '../../src/query/filter-from-query.ts';
import { newId } from '../../src/value/id.ts';
import { toDate } from '../../src/value/period.ts';
import { fold } from '../../src/value/text.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, fixedNow, type Office } from '../fixtures.ts';
import { hasWord } from '../model.ts';

/** One to a bar. */
const notes = [
  '¦ ¦a¦ab¦abc¦abcd¦b¦é¦e\u0301¦É¦ée¦ß¦ss¦SS¦ẞ¦Straße¦STRASSE¦strasse 1¦naïve¦NAÏVE',
  'İ¦i¦I¦ı¦i\u0307¦İstanbul¦istanbul¦ISTANBUL¦🚀¦🚀🚀¦a🚀b¦👩\u200d👩\u200d👧¦🏳️\u200d🌈¦x 🚀 y',
  '%¦%%¦50%¦50 %¦5a%¦_¦__¦a_b¦axb¦a%b¦\\¦\\\\¦a\\b¦a\\%b¦C:\\deals\\50%¦\\_',
  "\"¦\"\"¦say \"hi\"¦'¦''¦o'neil¦O'Neil's¦`¦$1¦^a$¦[a-z]¦(a)¦a*b¦a?b¦a.b¦a|b¦{a}¦a+b",
  'a b¦a  b¦a\tb¦a\nb¦a\u00a0b¦a \r\n\u3000\ufeff\u1680 b¦xa  b¦a  bx¦a  b  c¦a-b¦a.b.c¦a/b¦ΟΔΟΣ¦οδός¦οδος¦Σ¦ς¦ﬁ¦fi¦Ω¦日本語¦東京',
  "--¦/* */¦;¦'); drop table lead; --¦null¦NaN¦or 1=1¦AND¦near(a b)¦note:a¦ab cd¦cd ab¦abc def ghi",
].flatMap((line) => line.split('¦'));

/** As a search writes a text. */
const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

const piece = fc.oneof(fc.constantFrom(...notes), fc.constantFrom(...'aAbBßéÉİıiσΣ🚀%_\\"\'*?[].- \t1'));
const wanted = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(''));

type Asked = readonly [name: string, query: (text: string) => string, finds: (note: string, text: string) => boolean];

const askings: readonly Asked[] = [
  ['a part', (text) => `text.note:${quoted(text)}`, (note, text) => fold(note).includes(fold(text))],
  ['the whole', (text) => `note in (${quoted(text)})`, (note, text) => fold(note) === fold(text)],
  [
    'words',
    (text) => `words:${quoted(text)}`,
    (note, text) =>
      text
        .trim()
        .split(/\s+/)
        .every((word) => hasWord(fold(note), fold(word), false)),
  ],
  ['quoted text', (text) => quoted(text), (note, text) => hasWord(fold(note), fold(text), true)],
];

describeDatabases('texts', (opened) => {
  let mine: Office;
  let ids: readonly string[];

  beforeAll(async () => {
    mine = (await createOffices(opened.database)).mine;
    ids = notes.map(() => newId('opportunity'));
    await opened.database.write(async (session) => {
      // What else words are looked for in has none of these characters.
      await sql`update lead set name_folded = ''`.execute(session.kysely);
      await sql`update opportunity_status set label_folded = ${'\ue000'} where id = ${mine.status.open}`.execute(
        session.kysely,
      );
      await insertRows(
        session,
        'opportunity',
        notes.map((note, index) => ({
          ...{
            id: ids[index] ?? '',
            organization_id: mine.organizationId,
            lead_id: mine.leadId,
            status_id: mine.status.open,
          },
          ...{ note, note_folded: fold(note), value_period: 'one_time', confidence: 50 },
          ...{ date_created: toDate(fixedNow), date_updated: toDate(fixedNow) },
        })),
      );
      // PostgreSQL takes a table that it has not looked at for one row, and goes through it once for each row of another.
      await sql`analyze`.execute(session.kysely);
    });
  });

  const find = (query: string): Promise<readonly string[]> =>
    opened.database.read(async (session) => {
      const { filter } = filterFromQuery(query, { table: 'opportunity', caller: mine.caller, definitions: [] });
      const { tables, opportunity } = catalogOf([]);
      const where = compileWhere(opportunity, filter, {
        organizationId: mine.organizationId,
        dialect: session.dialect,
        tables,
      });
      const { rows } = await sql<{ id: string }>`select id from opportunity as o where ${where.expression}`.execute(
        session.kysely,
      );
      const found = new Set(rows.map(({ id }) => id));
      return notes.filter((_, index) => found.has(ids[index] ?? ''));
    });

  describe.each(askings.map(([name, query, finds]) => ({ name, query, finds })))('$name', ({ query, finds }) => {
    const agree = async (text: string): Promise<void> => {
      const expected = notes.filter((note) => finds(note, text));
      expect(await find(query(text)), JSON.stringify(text)).toEqual(expected);
    };

    test('every text that there is', async () => {
      for (const text of notes.filter((note) => note.trim() !== '')) await agree(text);
    });

    test('texts put together of them', async () => {
      const text = wanted.filter((candidate) => candidate.trim() !== '');
      await fc.assert(fc.asyncProperty(text, agree), { numRuns: 25, endOnFailure: true });
    });
  });
});
