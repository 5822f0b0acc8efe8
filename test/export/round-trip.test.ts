/** What an export wrote, an import reads back: into the organization it came from nothing changes, into a new one all is the same. */
import { beforeAll, expect, test } from 'vitest';
import { createContact } from '../../src/contact/create.ts';
import { createCustomField, type NewCustomField, updateCustomField } from '../../src/custom-field/define.ts';
import { readCustomFields } from '../../src/custom-field/definition.ts';
import { importFile } from '../../src/import/import-file.ts';
import { createLead } from '../../src/lead/create.ts';
import { createOpportunity } from '../../src/opportunity/create.ts';
import { readStatuses } from '../../src/pipeline/statuses.ts';
import type { Instant } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { dump } from '../import/dump.ts';
import { temporaryFiles } from '../import/files.ts';
import { createSamples, now, offeredProducts, type Sample } from '../sample.ts';
import { exportText } from './files.ts';

const later = (now + 86_400_000) as Instant;

/** One field of every kind, those that take several values too. */
const kinds: readonly (Omit<NewCustomField, 'objectTypes'> & { readonly values: readonly unknown[] })[] = [
  {
    name: 'Remark: "x", y',
    type: 'text',
    values: ['=1+1', "'=1", ' blanks around ', 'a\r\nb', 'x'.repeat(3000), '-5'],
  },
  { name: 'Story:number', type: 'textarea', values: ['one\ntwo\n', '@cmd', '\ttab'] },
  { name: 'Secret', type: 'hidden', values: ['\\N', 'NULL', '0012'] },
  { name: 'Score', type: 'number', values: [0, -1.5, 1e21, 1e-7, 123_456_789.125] },
  { name: 'Renewal', type: 'date', values: ['2024-02-29', '0001-01-01', '9999-12-31'] },
  { name: 'Called', type: 'datetime', values: ['2024-02-29T23:59:59.999Z'] },
  { name: 'Size', type: 'choices', choices: ['S', 'M, or so', '"L"'], values: ['M, or so', '"L"'] },
  {
    ...{ name: 'Tags', type: 'choices', choices: ['a', 'b,c', 'd"e'], acceptsMultipleValues: true },
    values: [['a'], ['d"e', 'b,c', 'a']],
  },
];

const notes = ['=SUM(A1)', 'a\r\nb', '\r', ' kept ', '"', ',', '\ufeffbom', 'line 1\nline 2\n', '北京 🚀 \u2028'];

async function addAwkwardDeals(session: Parameters<typeof createOpportunity>[0], { caller }: Sample): Promise<void> {
  const leadId = await createLead(session, caller, { name: 'Twin' });
  const otherLead = await createLead(session, caller, { name: 'Twin' });
  const contactId = await createContact(session, caller, { leadId, name: 'Grace Hopper' });
  const elsewhere = await createContact(session, caller, { leadId: otherLead, name: 'Only One' });
  const define = (field: Omit<NewCustomField, 'objectTypes'>) =>
    createCustomField(session, caller, { ...field, objectTypes: ['opportunity'] });
  for (const { values, ...field } of kinds) {
    const fieldId = await define(field);
    for (const value of values) {
      await createOpportunity(session, caller, { leadId, customFields: [{ fieldId, kind: 'set', value }] });
    }
  }
  const seller = await define({ name: 'Engineers', type: 'user', acceptsMultipleValues: true });
  const buyer = await define({ name: 'Buyer', type: 'contact' });
  const set = (fieldId: string, value: unknown) => ({ fieldId, kind: 'set' as const, value });
  await createOpportunity(session, caller, {
    ...{ leadId, contactId, customFields: [set(seller, [caller.userId]), set(buyer, contactId)] },
  });
  await createOpportunity(session, caller, { leadId: otherLead, customFields: [set(buyer, contactId)] });
  await createOpportunity(session, caller, { leadId, customFields: [set(buyer, elsewhere)] });
  for (const note of notes) await createOpportunity(session, caller, { note, leadId: otherLead });
  await createOpportunity(session, caller, { noteHtml: '<body><p>Rich <b>text</b></p></body>' });
  const { all } = await readStatuses(session, caller.organizationId);
  for (const { id: statusId } of all) await createOpportunity(session, caller, { statusId, value: -1n, userId: null });
}

const lines = (text: string) => text.replaceAll(/,$/gm, '').split('\n').sort();

/** Two whole exports in the report of a failure hide what differs. */
const firstDifference = (one: readonly string[], other: readonly string[]) => {
  const at = Array.from({ length: Math.max(one.length, other.length) }).findIndex((_, i) => one[i] !== other[i]);
  return at < 0 ? undefined : [one[at], other[at]];
};

describeDatabases('what export wrote', (opened) => {
  const file = temporaryFiles();
  let sample: Sample;

  beforeAll(async () => {
    ({ mine: sample } = await createSamples(opened.database, 120));
    await opened.database.write(async (session) => {
      // The sample was written by SQL, past the rules: only what is lost has a day of it, and a lead has a name.
      await session.kysely
        .updateTable('opportunity')
        .set({ date_lost: null })
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('opportunity_status as s')
                .select('s.id')
                .whereRef('s.id', '=', 'opportunity.status_id')
                .where('s.type', '=', 'lost'),
            ),
          ),
        )
        .execute();
      await session.kysely.updateTable('lead').set({ name: 'Named' }).where('name', '=', '').execute();
      // An import offers what is chosen.
      const choices = [...offeredProducts, 'Ünlimited'];
      await updateCustomField(session, sample.caller, sample.productFieldId, { choices });
      await addAwkwardDeals(session, sample);
    });
  });

  for (const format of ['csv', 'json', 'ndjson'] as const) {
    test(`as ${format}, import reads back: nothing changes where it came from, and a new organization has the same`, async () => {
      const { organizationId } = sample.caller;
      const text = await exportText(opened.database, { organizationId, format });
      const path = file(`deals.${format}`, text);
      const { name } = await opened.database.read(({ rows }) =>
        rows.organization.findFirstOrThrow({ where: { id: organizationId }, select: { name: true } }),
      );
      const before = await dump(opened.database);
      const problems: unknown[] = [];
      const onProblem = (problem: unknown) => problems.push(problem);
      const again = await importFile(opened.database, { path, organization: name, now: later, onProblem });
      expect(problems).toEqual([]);
      expect(again).toMatchObject({ created: 0, updated: 0, bad: 0 });
      expect(await dump(opened.database)).toEqual(before);

      const copied = await importFile(opened.database, { path, organization: `Copy ${format}`, now: later, onProblem });
      expect(problems).toEqual([]);
      const copy = await exportText(opened.database, { organizationId: copied.organizationId, format });
      expect(firstDifference(lines(copy), lines(text))).toBeUndefined();
      await expectSameFields(organizationId, copied.organizationId);
    });
  }

  async function expectSameFields(one: string, other: string) {
    const read = (id: string) =>
      opened.database.read(async (session) =>
        (await readCustomFields(session, id)).map(({ name, type, acceptsMultipleValues }) => [
          name,
          type,
          acceptsMultipleValues,
        ]),
      );
    expect(await read(other)).toEqual(await read(one));
  }

  test('with formulas made harmless, is read back as it was, when that is told', async () => {
    const { organizationId } = sample.caller;
    const asked = {
      organizationId,
      format: 'csv',
      fields: ['external_id', 'status_label', 'status_type', 'note'],
    } as const;
    const text = await exportText(opened.database, { ...asked, escapeFormulas: true });
    expect(text).toContain("'=SUM(A1)");
    const path = file('harmless.csv', text);
    const options = { path, organization: 'Harmless', now: later, unescapeFormulas: true };
    const { organizationId: copy } = await importFile(opened.database, options);
    expect(lines(await exportText(opened.database, { ...asked, organizationId: copy }))).toEqual(
      lines(await exportText(opened.database, asked)),
    );
  });
});
