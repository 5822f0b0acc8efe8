/** Custom fields that a file names: created as choices or text, and otherwise respected as they are. */
import { expect, test } from 'vitest';
import type { Caller } from '../../src/caller.ts';
import { createCustomField } from '../../src/custom-field/define.ts';
import { readCustomFields } from '../../src/custom-field/definition.ts';
import { formatProblem } from '../../src/import/file/problem.ts';
import { importFile } from '../../src/import/import-file.ts';
import { createOrganization } from '../../src/organization/create.ts';
import { addMembers } from '../../src/organization/member.ts';
import { type Instant, toDate, utc } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { csvOf, temporaryFiles } from './files.ts';

const now = Date.UTC(2026, 5, 15) as Instant;

describeDatabases('a custom field', (opened) => {
  const file = temporaryFiles();

  /** One row for each value, in a column of its name. */
  async function importValues(organization: string, column: string, values: readonly string[]) {
    const rows = values.map((value, i) => [`${i}`, 'Won', 'won', value]);
    const path = file('fields.csv', csvOf([['external_id', 'status_label', 'status_type', column], ...rows]));
    const problems: string[] = [];
    const onProblem = (problem: Parameters<typeof formatProblem>[0]) => problems.push(formatProblem(problem));
    const summary = await importFile(opened.database, { path, organization, now, onProblem });
    const fields = await opened.database.read((session) => readCustomFields(session, summary.organizationId));
    return { summary, problems, fields };
  }

  const numbered = (count: number) => Array.from({ length: count }, (_, i) => `value ${i}`);

  test('that is missing becomes choices, which grow from batch to batch and from file to file', async () => {
    const many = Array.from({ length: 1_500 }, (_, i) => (i < 1_000 ? 'B' : 'A'));
    const first = await importValues('Growing', 'custom.Region', many);
    expect(first.fields).toMatchObject([{ name: 'Region', type: 'choices', choices: ['B', 'A'], isShared: false }]);
    expect(first.fields[0]?.objects).toEqual([{ objectType: 'opportunity', position: 0 }]);
    const second = await importValues('Growing', 'custom.region', ['A', 'C']);
    expect(second.fields).toMatchObject([{ name: 'Region', choices: ['B', 'A', 'C'] }]);
    expect(second.summary).toMatchObject({ customFields: 0 });
  });

  test('with more than 100 values becomes text, however late the hundred and first comes', async () => {
    const few = await importValues('Just choices', 'custom.Code', numbered(100));
    expect(few.fields).toMatchObject([{ type: 'choices', choices: numbered(100) }]);
    const late = [...numbered(100), ...Array.from({ length: 1_000 }, () => 'value 0'), 'one more'];
    const many = await importValues('Text', 'custom.Code', late);
    expect(many.fields).toMatchObject([{ type: 'text', choices: null }]);
  });

  test('that was there before stays choices', async () => {
    await importValues('Before', 'custom.Code', ['x']);
    const { fields } = await importValues('Before', 'custom.Code', numbered(120));
    expect(fields).toMatchObject([{ type: 'choices', choices: ['x', ...numbered(120)] }]);
  });

  test('of another type takes what is of that type, and nothing else', async () => {
    const caller = await opened.database.write(async (session): Promise<Caller> => {
      const organizationId = await createOrganization(session, { name: 'Typed' }, { now });
      const [userId = ''] = await addMembers(session, organizationId, [{ firstName: 'Ada', lastName: 'King' }], {
        now,
      });
      const caller: Caller = { organizationId, userId, role: 'admin', currency: 'USD', zone: utc, now };
      for (const type of ['number', 'date', 'datetime', 'user', 'text']) {
        await createCustomField(session, caller, { name: type, type, objectTypes: ['opportunity'] });
      }
      return caller;
    });
    const good = [
      ['number', '-12.5', { number_value: -12.5 }],
      ['date', '2026-02-28', { date_value: '2026-02-28' }],
      ['datetime', '2026-02-28T10:00:00+02:00', { instant_value: toDate(Date.UTC(2026, 1, 28, 8) as Instant) }],
      ['user', 'Ada King', { user_id: caller.userId }],
      ['text', 'Straße', { text_value: 'Straße', text_folded: 'strasse' }],
    ] as const;
    for (const [type, text, expected] of good) {
      const { problems } = await importValues('Typed', `custom.${type}`, [text]);
      expect(problems).toEqual([]);
      expect(await valuesOf(caller.organizationId, type)).toMatchObject([expected]);
    }
    for (const [type, text, reason] of [
      ['number', 'twelve', '"number" takes a number, not "twelve"'],
      ['date', '2026-02-30', '"date" takes a date as YYYY-MM-DD, not "2026-02-30"'],
      ['datetime', 'noon', '"datetime" takes a date and time'],
    ] as const) {
      const { problems, summary } = await importValues('Typed', `custom.${type}`, [text]);
      expect(problems).toEqual([expect.stringContaining(`line 2, custom.${type}: ${reason}`)]);
      expect(summary).toMatchObject({ bad: 1, created: 0, updated: 0 });
      expect(await valuesOf(caller.organizationId, type)).toHaveLength(1);
    }
  });

  test('of type user has those invited whom the organization does not know', async () => {
    const { fields, summary } = await importValues('Typed', 'custom.user', ['Grace Hopper']);
    expect(summary).toMatchObject({ users: 1, updated: 1 });
    expect(fields.map(({ name }) => name)).toEqual(['date', 'datetime', 'number', 'text', 'user']);
  });

  test('may be named by its id, as the REST API does', async () => {
    const { fields } = await importValues('By id', 'custom.Region', ['A']);
    const again = await importValues('By id', `custom.${fields[0]?.id}`, ['B']);
    expect(again.fields).toMatchObject([{ name: 'Region', choices: ['A', 'B'] }]);
    expect(again.summary).toMatchObject({ updated: 1, customFields: 0 });
  });

  const valuesOf = (organizationId: string, name: string) =>
    opened.database.read(({ kysely }) =>
      kysely
        .selectFrom('custom_field_value as v')
        .innerJoin('custom_field as f', 'f.id', 'v.custom_field_id')
        .selectAll('v')
        .where('f.organization_id', '=', organizationId)
        .where('f.name', '=', name)
        .execute(),
    );
});
