/** Before a gateway is open, what only its first question would wait for is done. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { type Gateway, openGateway } from '../../gateway.ts';

describeDatabases('warming up', (opened) => {
  let gateway: Gateway;
  beforeAll(() => {
    gateway = openGateway(opened, () => '');
  });
  afterAll(() => gateway.close());

  test('asks the database as a page does, for an organization that there is not, and needs no key', async () => {
    await gateway.app.warmUp();
    for (const table of ['opportunity', 'opportunity_cell']) {
      expect(
        gateway.statements.filter((sql) => sql.includes(`"${table}"`)),
        table,
      ).not.toEqual([]);
    }
    // What only asks has left nothing.
    expect(gateway.statements.filter((sql) => /^\s*(insert|update|delete)/i.test(sql))).toEqual([]);
  });
});
