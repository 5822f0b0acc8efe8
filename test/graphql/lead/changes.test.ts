/** Leads, their statuses and their contacts, written over GraphQL. */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { as, failures, openDesk } from '../desk.ts';

const contact = 'id name title emails { address type } phones { address type } urls { address type } version';
const lead = `id name description url status { id } contacts { ${contact} } version`;

describeDatabases('leads and contacts over GraphQL', (opened) => {
  const desk = openDesk(opened);
  const ask = (query: string, variables: object = {}, headers?: Record<string, string>) =>
    desk.gateway.askText(query, variables, headers);

  const createLead = (input: object) =>
    ask(`mutation ($input: NewLeadInput!) { createLead(input: $input) { lead { ${lead} } } }`, { input });
  const made = async (input: object) => {
    const { data, errors } = await createLead(input);
    expect(errors).toEqual([]);
    return data.createLead.lead;
  };
  const updateLead = (id: string, input: object, expectedVersion?: number, headers?: Record<string, string>) =>
    ask(
      `mutation ($id: ID!, $input: LeadInput!, $v: Int) { updateLead(id: $id, input: $input, expectedVersion: $v) { lead { ${lead} } } }`,
      { id, input, v: expectedVersion },
      headers,
    );
  const remove = (what: 'Lead' | 'Contact', id: string, expectedVersion?: number, headers?: Record<string, string>) =>
    ask(
      `mutation ($id: ID!, $v: Int) { done: delete${what}(id: $id, expectedVersion: $v) { deletedId } }`,
      { id, v: expectedVersion },
      headers,
    );

  test('a lead is created with its contacts', async () => {
    const created = await made({
      ...{ name: ' Müller & Söhne ', description: 'old friends', url: 'https://example.com' },
      statusId: desk.mine.leadStatusIds[1],
      contacts: [
        {
          name: 'Dee',
          title: 'CTO',
          emails: [{ email: 'dee@example.com' }],
          phones: [{ phone: '+49 1', type: 'home' }],
        },
        { urls: [{ url: 'https://dee.example' }] },
      ],
    });
    expect(created).toEqual({
      ...{ id: expect.stringMatching(/^lead_/), name: 'Müller & Söhne', description: 'old friends', version: 1 },
      ...{ url: 'https://example.com', status: { id: desk.mine.leadStatusIds[1] } },
      contacts: expect.arrayContaining([
        expect.objectContaining({
          ...{ name: 'Dee', title: 'CTO', emails: [{ address: 'dee@example.com', type: 'office' }], version: 1 },
          ...{ phones: [{ address: '+49 1', type: 'home' }], urls: [] },
        }),
        expect.objectContaining({ name: '', urls: [{ address: 'https://dee.example', type: 'url' }] }),
      ]),
    });
  });

  test('without anything said it is «Untitled» and has the first status', async () => {
    expect(await made({})).toMatchObject({
      name: 'Untitled',
      status: { id: desk.mine.leadStatusIds[0] },
      contacts: [],
    });
  });

  test('only what is said changes, at the version that was read', async () => {
    const { id } = await made({ name: 'Acme', description: 'x', url: 'https://acme.example' });
    const { data } = await updateLead(id, { url: null, name: 'ACME' }, 1);
    expect(data.updateLead.lead).toMatchObject({ name: 'ACME', description: 'x', url: null, version: 2 });
    expect(failures(await updateLead(id, { name: 'late' }, 1))).toEqual(['VERSION_CONFLICT']);
    expect((await updateLead(id, { name: 'ACME' })).data.updateLead.lead.version).toBe(2);
  });

  test('a lead comes with its addresses and its past, and a change names contacts by their ids', async () => {
    const address = 'label address1 address2 city state zipcode country';
    const [past, createdById] = ['2020-02-02T02:02:02.000Z', desk.mine.userIds[1]];
    const { id, contacts } = await made({
      ...{ dateCreated: past, createdById, addresses: [{ city: 'Rome', zipcode: '00100' }] },
      contacts: [{ name: 'Old', dateCreated: past }],
    });
    const input = { contacts: [{ id: contacts[0].id, title: 'CEO' }, { name: 'New' }] };
    expect((await updateLead(id, input)).errors).toEqual([]);
    const { data } = await ask(
      `query ($id: ID!) { lead(id: $id) { dateCreated createdBy { id } addresses { ${address} } contacts { name title dateCreated } } }`,
      { id },
    );
    expect(data.lead).toEqual({
      ...{ dateCreated: past, createdBy: { id: createdById } },
      addresses: [
        {
          ...{ label: null, address1: null, address2: null, city: 'Rome', state: null, zipcode: '00100' },
          country: null,
        },
      ],
      contacts: [
        { name: 'Old', title: 'CEO', dateCreated: past },
        { name: 'New', title: '', dateCreated: expect.any(String) },
      ],
    });
    expect(failures(await updateLead(id, { contacts: [{ id: desk.theirs.contactId }] }))).toEqual([
      'INVALID_INPUT input.contacts.0.id',
    ]);
  });

  test('a lead takes its contacts, its opportunities and their history along', async () => {
    const { id, contacts } = await made({ contacts: [{ name: 'Gone' }] });
    const deal = await ask(
      'mutation ($lead: ID!, $contact: ID!) { createOpportunity(input: { leadId: $lead, contactId: $contact }) { opportunity { id } } }',
      { lead: id, contact: contacts[0].id },
    );
    const dealId = deal.data.createOpportunity.opportunity.id;
    await ask('mutation ($id: ID!, $to: ID!) { updateOpportunity(id: $id, input: { statusId: $to }) { __typename } }', {
      id: dealId,
      to: desk.mine.status.won,
    });
    expect(failures(await remove('Lead', id, 2))).toEqual(['VERSION_CONFLICT']);
    expect((await remove('Lead', id, 1)).data.done).toEqual({ deletedId: id });
    const { data } = await ask(
      'query ($ids: [ID!]!, $deal: ID!) { nodes(ids: $ids) { id } statusChanges(filter: { opportunityId: { eq: $deal } }) { totalCount } }',
      { ids: [id, contacts[0].id, dealId], deal: dealId },
    );
    expect(data).toEqual({ nodes: [null, null, null], statusChanges: { totalCount: 0 } });
    expect(failures(await remove('Lead', id))).toEqual(['NOT_FOUND']);
  });

  describe('contacts', () => {
    const create = (input: object) =>
      ask(`mutation ($input: NewContactInput!) { createContact(input: $input) { contact { ${contact} } } }`, { input });
    const update = (id: string, input: object, v?: number, headers?: Record<string, string>) =>
      ask(
        `mutation ($id: ID!, $input: ContactInput!, $v: Int) { updateContact(id: $id, input: $input, expectedVersion: $v) { contact { ${contact} } } }`,
        { id, input, v },
        headers,
      );

    test('are created, changed and deleted one by one', async () => {
      const { data } = await create({ leadId: desk.mine.leadId, name: 'Eve', emails: [{ email: 'eve@x.example' }] });
      const { id } = data.createContact.contact;
      const changed = await update(id, { title: 'CEO', emails: [] }, 1);
      expect(changed.data.updateContact.contact).toMatchObject({ name: 'Eve', title: 'CEO', emails: [], version: 2 });
      expect(failures(await update(id, { name: 'x' }, 1))).toEqual(['VERSION_CONFLICT']);
      const deal = await ask(
        'mutation ($lead: ID!, $id: ID!) { createOpportunity(input: { leadId: $lead, contactId: $id }) { opportunity { id } } }',
        { lead: desk.mine.leadId, id },
      );
      expect((await remove('Contact', id, 2)).data.done).toEqual({ deletedId: id });
      const { data: read } = await ask('query ($id: ID!) { opportunity(id: $id) { contact { id } version } }', {
        id: deal.data.createOpportunity.opportunity.id,
      });
      expect(read.opportunity).toEqual({ contact: null, version: 2 });
      expect(failures(await remove('Contact', id))).toEqual(['NOT_FOUND']);
    });

    test.each<[string, (lead: string) => object, string]>([
      ['no address', (leadId) => ({ leadId, emails: [{ email: 'a@b.c' }, { email: ' ' }] }), 'input.emails.1.email'],
      ['an address that is none', (leadId) => ({ leadId, emails: [{ email: 'ada' }] }), 'input.emails.0.email'],
      ['nobody who created it', (leadId) => ({ leadId, createdById: 'user_none' }), 'input.createdById'],
      ['a lead that is none', () => ({ leadId: 'lead_none' }), 'input.leadId'],
    ])('with %s are refused', async (_what, input, place) => {
      expect(failures(await create(input(desk.mine.leadId)))).toEqual([`INVALID_INPUT ${place}`]);
    });

    test('of another organization are not there', async () => {
      const stranger = as(desk.keys.stranger);
      const { contactId } = desk.mine;
      expect(failures(await update(contactId, { name: 'x' }, undefined, stranger))).toEqual(['NOT_FOUND']);
      expect(failures(await remove('Contact', contactId, undefined, stranger))).toEqual(['NOT_FOUND']);
      expect(failures(await create({ leadId: desk.theirs.leadId }))).toEqual(['INVALID_INPUT input.leadId']);
    });
  });

  test.each<[string, object, string]>([
    [
      'an empty address in a contact',
      { contacts: [{}, { emails: [{ email: '' }] }] },
      'input.contacts.1.emails.0.email',
    ],
    ['a status that is none', { statusId: 'stat_none' }, 'input.statusId'],
    ['a NUL in its name', { name: 'a\0' }, 'input.name'],
  ])('a lead with %s is refused, and no part of it stored', async (_what, input, place) => {
    const count = async () => (await ask('{ leads { totalCount } }')).data.leads.totalCount;
    const before = await count();
    expect(failures(await createLead(input))).toEqual([`INVALID_INPUT ${place}`]);
    expect(await count()).toBe(before);
  });

  test('another organization’s lead is not there, nor is its status', async () => {
    const stranger = as(desk.keys.stranger);
    const { leadId } = desk.mine;
    expect(failures(await updateLead(leadId, { name: 'x' }, undefined, stranger))).toEqual(['NOT_FOUND']);
    expect(failures(await remove('Lead', leadId, undefined, stranger))).toEqual(['NOT_FOUND']);
    expect(failures(await updateLead(leadId, { statusId: desk.theirs.leadStatusIds[0] }))).toEqual([
      'INVALID_INPUT input.statusId',
    ]);
    expect(failures(await updateLead(leadId, { name: null }))).toEqual(['INVALID_INPUT input.name']);
  });

  test('statuses of leads are created, renamed, put in order and deleted unless in use', async () => {
    const created = await ask('mutation { createLeadStatus(label: " New ") { leadStatus { id label position } } }');
    const status = created.data.createLeadStatus.leadStatus;
    expect(status).toMatchObject({ label: 'New', position: 2 });
    const { data } = await ask(
      `mutation ($id: ID!) {
        renameLeadStatus(id: $id, label: "Fresh") { leadStatus { label } }
        reorderLeadStatuses(ids: [$id]) { leadStatuses { id label } }
        createLead(input: {}) { lead { id status { label } } }
      }`,
      { id: status.id },
    );
    expect(data.renameLeadStatus.leadStatus.label).toBe('Fresh');
    expect(data.reorderLeadStatuses.leadStatuses[0]).toEqual({ id: status.id, label: 'Fresh' });
    expect(data.createLead.lead.status.label).toBe('Fresh');
    const drop = () => ask('mutation ($id: ID!) { deleteLeadStatus(id: $id) { deletedId } }', { id: status.id });
    expect(failures(await drop())).toEqual(['IN_USE']);
    await remove('Lead', data.createLead.lead.id);
    expect((await drop()).data.deleteLeadStatus).toEqual({ deletedId: status.id });
    expect(failures(await drop())).toEqual(['NOT_FOUND']);
    const stranger = await ask(
      'mutation ($id: ID!) { deleteLeadStatus(id: $id) { deletedId } }',
      { id: desk.mine.leadStatusIds[1] },
      as(desk.keys.stranger),
    );
    expect(failures(stranger)).toEqual(['NOT_FOUND']);
  });
});
