/** Notes and the history of leads' statuses over GraphQL. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { as, failures, openDesk } from '../desk.ts';

describeDatabases('activities over GraphQL', (opened) => {
  const desk = openDesk(opened);
  const ask = async (text: string, variables: object = {}) => {
    const { data, errors } = await desk.gateway.askText(text, variables);
    expect(errors).toEqual([]);
    return data;
  };
  const fields = 'id note noteHtml title datePinned activityAt version user { id } contact { id } lead { id }';

  test('notes are made, read as nodes, changed and deleted', async () => {
    const { mine } = desk;
    const input = { leadId: mine.leadId, contactId: mine.contactId, note: 'Liked it', isPinned: true };
    const { createNote } = await ask(
      `mutation ($input: NewNoteInput!) { createNote(input: $input) { note { ${fields} } } }`,
      { input },
    );
    expect(createNote.note).toMatchObject({
      ...{ note: 'Liked it', noteHtml: '<body><p>Liked it</p></body>', version: 1, title: null },
      ...{ user: { id: mine.caller.userId }, contact: { id: mine.contactId }, lead: { id: mine.leadId } },
      datePinned: expect.any(String),
    });
    const { id } = createNote.note;
    const { node } = await ask(`query ($id: ID!) { node(id: $id) { __typename ... on Note { ${fields} } } }`, { id });
    expect(node).toEqual({ __typename: 'Note', ...createNote.note });
    const { updateNote } = await ask(
      `mutation ($id: ID!) { updateNote(id: $id, input: { note: "Loved it", isPinned: false }) { note { ${fields} } } }`,
      { id },
    );
    expect(updateNote.note).toMatchObject({ note: 'Loved it', datePinned: null, version: 2 });
    const { notes, leads } = await ask(
      `{ notes(filter: { note: { contains: "loved" } }) { totalCount nodes { id } }
         leads(first: 200) { nodes { id notes { totalCount } } } }`,
    );
    expect(notes).toEqual({ totalCount: 1, nodes: [{ id }] });
    expect(leads.nodes).toContainEqual({ id: mine.leadId, notes: { totalCount: 1 } });
    const stranger = await desk.gateway.askText(
      'mutation ($id: ID!) { deleteNote(id: $id) { deletedId } }',
      { id },
      as(desk.keys.stranger),
    );
    expect(failures(stranger)).toEqual(['NOT_FOUND']);
    expect((await ask('mutation ($id: ID!) { deleteNote(id: $id) { deletedId } }', { id })).deleteNote.deletedId).toBe(
      id,
    );
  });

  test('changes of a lead’s status are told, newest first', async () => {
    const made = await ask(`mutation {
      status: createLeadStatus(label: "Told") { leadStatus { id } }
      lead: createLead(input: { name: "Told" }) { lead { id status { id label } } }
    }`);
    const { lead } = made.lead;
    const to = made.status.leadStatus.id;
    await ask('mutation ($id: ID!, $to: ID!) { updateLead(id: $id, input: { statusId: $to }) { lead { id } } }', {
      ...{ id: lead.id, to },
    });
    const told = await ask(
      `query ($id: ID!) {
        lead(id: $id) { leadStatusChanges { totalCount nodes { id oldStatusLabel newStatusId newStatusLabel user { id } } } }
        leadStatusChanges(filter: { leadId: { eq: $id } }) { nodes { id } }
      }`,
      { id: lead.id },
    );
    const [change] = told.lead.leadStatusChanges.nodes;
    expect(told.lead.leadStatusChanges.totalCount).toBe(1);
    expect(change).toMatchObject({
      ...{ oldStatusLabel: lead.status.label, newStatusId: to, newStatusLabel: 'Told' },
      user: { id: desk.mine.caller.userId },
    });
    expect(told.leadStatusChanges.nodes).toEqual([{ id: change.id }]);
    const { node } = await ask('query ($id: ID!) { node(id: $id) { __typename } }', { id: change.id });
    expect(node.__typename).toBe('LeadStatusChange');
  });
});
