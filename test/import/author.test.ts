/** Whose it is that an import brings: whom the file names, nobody where it names nobody, and else the first admin. */
import { expect, test } from 'vitest';
import { importFile } from '../../src/import/import-file.ts';
import type { Instant } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { csvOf, temporaryFiles } from './files.ts';

const now = Date.UTC(2026, 5, 15, 10, 30) as Instant;

describeDatabases('the author of what is imported', (opened) => {
  const file = temporaryFiles();

  async function importRows(organization: string, ...rows: readonly (readonly string[])[]) {
    const path = file('authors.csv', csvOf(rows));
    const { organizationId, bad } = await importFile(opened.database, { path, organization, now });
    expect(bad).toBe(0);
    return opened.database.read(async ({ kysely }) => {
      const of = (table: 'opportunity' | 'lead' | 'contact') =>
        kysely
          .selectFrom(table)
          .select(['created_by', 'updated_by'])
          .where('organization_id', '=', organizationId)
          .orderBy('row_key')
          .execute();
      const members = await kysely
        .selectFrom('membership')
        .select(['user_id', 'full_name'])
        .where('organization_id', '=', organizationId)
        .execute();
      const idOf = (name: string) => members.find(({ full_name }) => full_name === name)?.user_id;
      return { idOf, deals: await of('opportunity'), leads: await of('lead'), contacts: await of('contact') };
    });
  }

  const columns = ['external_id', 'status_label', 'status_type', 'contact_name', 'lead_name'];
  const row = (id: string) => [id, 'Open', 'active', 'Ann Lee', `Lead ${id}`];

  test('is the first admin, of deals, leads and people alike, where the file names none', async () => {
    const { idOf, deals, leads, contacts } = await importRows('Without authors', columns, row('a'), row('b'));
    const admin = idOf('Administrator');
    expect(admin).toBeDefined();
    for (const rows of [deals, leads, contacts]) {
      expect(rows).toEqual([1, 2].map(() => ({ created_by: admin, updated_by: admin })));
    }
  });

  test('is whom the file names, and nobody where its cell is empty', async () => {
    const named = [...columns, 'created_by_name'];
    const { idOf, deals } = await importRows('With authors', named, [...row('a'), 'Ada King'], [...row('b'), '']);
    expect(deals.map(({ created_by }) => created_by)).toEqual([idOf('Ada King'), null]);
    expect(idOf('Ada King')).toBeDefined();
  });

  test('stays who it was when the deal is imported again without', async () => {
    const named = [...columns, 'created_by_name'];
    const rows = [
      [...row('a'), 'Ada King'],
      [...row('b'), ''],
    ];
    await importRows('Again', named, ...rows);
    const again = [...columns, 'value'];
    const { idOf, deals } = await importRows('Again', again, [...row('a'), '5'], [...row('b'), '6']);
    expect(deals.map(({ created_by }) => created_by)).toEqual([idOf('Ada King'), null]);
    // Who changed them elsewhere is not known.
    expect(deals.map(({ updated_by }) => updated_by)).toEqual([null, null]);
  });
});
