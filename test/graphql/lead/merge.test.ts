/** `mergeLeads`: one lead of two, over GraphQL. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { failures, openDesk } from '../desk.ts';

describeDatabases('leads merged over GraphQL', (opened) => {
  const desk = openDesk(opened);
  const merge = (sourceId: string, destinationId: string) =>
    desk.gateway.askText(
      `mutation ($sourceId: ID!, $destinationId: ID!) {
        mergeLeads(sourceId: $sourceId, destinationId: $destinationId) {
          lead { id name contacts { name } opportunities { totalCount } version }
        }
      }`,
      { sourceId, destinationId },
    );

  test('the answer is the lead that stays, with all of both', async () => {
    const { data } = await desk.gateway.askText(`mutation {
      a: createLead(input: { name: "A", contacts: [{ name: "Ann" }] }) { lead { id } }
      b: createLead(input: { name: "B", contacts: [{ name: "Ben" }] }) { lead { id } }
    }`);
    const [a, b] = [data.a.lead.id, data.b.lead.id];
    await desk.gateway.askText(
      'mutation ($id: ID) { createOpportunity(input: { leadId: $id }) { opportunity { id } } }',
      {
        id: a,
      },
    );
    const { data: merged, errors } = await merge(a, b);
    expect(errors).toEqual([]);
    expect(merged.mergeLeads.lead).toMatchObject({ id: b, name: 'B', opportunities: { totalCount: 1 }, version: 2 });
    expect(merged.mergeLeads.lead.contacts.map(({ name }: { name: string }) => name).sort()).toEqual(['Ann', 'Ben']);
    expect(failures(await merge(a, b))).toEqual(['NOT_FOUND']);
    expect(failures(await merge(b, b))).toEqual(['INVALID_INPUT destinationId']);
    expect(failures(await merge(b, desk.theirs.leadId))).toEqual(['NOT_FOUND']);
  });
});
