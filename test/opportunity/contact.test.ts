/** A contact is a person at one lead: no deal of another lead has it, and a deal that moves to another lead leaves it behind. */
import { beforeAll, describe, expect, test } from 'vitest';
import { plainCatalog } from '../../src/catalog.ts';
import { createContact } from '../../src/contact/create.ts';
import { compileWhere } from '../../src/filter/where.ts';
import { createLead } from '../../src/lead/create.ts';
import { createOpportunities, createOpportunity } from '../../src/opportunity/create.ts';
import type { OpportunityInput } from '../../src/opportunity/input.ts';
import { updateOpportunities, updateOpportunity } from '../../src/opportunity/update.ts';
import { updateMatching } from '../../src/opportunity/update-matching.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, failure, type Office, readOpportunity } from '../fixtures.ts';

describeDatabases('contacts of deals', (opened) => {
  let mine: Office;
  let theirs: Office;
  /** Another lead, and the person there. */
  let otherLead: string;
  let otherContact: string;

  const create = (input: OpportunityInput) =>
    opened.database.write((session) => createOpportunity(session, mine.caller, input));
  const update = (id: string, change: OpportunityInput) =>
    opened.database.write((session) => updateOpportunity(session, mine.caller, { id, change }));
  const parties = async (id: string) => {
    const { leadId, contactId } = await readOpportunity(opened.database, id);
    return [leadId, contactId];
  };

  beforeAll(async () => {
    ({ mine, theirs } = await createOffices(opened.database));
    await opened.database.write(async (session) => {
      otherLead = await createLead(session, mine.caller, { name: 'Other' });
      otherContact = await createContact(session, mine.caller, { leadId: otherLead, name: 'Eve' });
    });
  });

  describe('of a new deal', () => {
    test('belongs to its lead, or is refused', async () => {
      const { leadId, contactId } = mine;
      expect(await parties(await create({ leadId, contactId }))).toEqual([leadId, contactId]);
      expect(await failure(create({ leadId, contactId: otherContact }))).toBe('INVALID_INPUT contactId');
      expect(await failure(create({ leadId: otherLead, contactId }))).toBe('INVALID_INPUT contactId');
      expect(await failure(create({ leadId, contactId: theirs.contactId }))).toBe('INVALID_INPUT contactId');
    });

    test('says which lead is meant, where no lead is given', async () => {
      expect(await parties(await create({ contactId: otherContact }))).toEqual([otherLead, otherContact]);
      expect(await parties(await create({ leadId: null, contactId: otherContact }))).toEqual([otherLead, otherContact]);
      expect(await failure(create({ contactId: theirs.contactId }))).toBe('INVALID_INPUT contactId');
    });

    test('is checked for each row of a batch', async () => {
      const inputs = [{ contactId: otherContact }, { leadId: mine.leadId, contactId: otherContact }, {}];
      const { ids, errors } = await opened.database.write((session) =>
        createOpportunities(session, mine.caller, inputs, { partial: true }),
      );
      expect(ids.map((id) => id !== null)).toEqual([true, false, true]);
      expect(errors).toMatchObject([{ index: 1, code: 'INVALID_INPUT', path: [1, 'contactId'] }]);
    });
  });

  describe('of a deal that is changed', () => {
    const deal = () => create({ leadId: mine.leadId, contactId: mine.contactId });

    test('is refused if it belongs to another lead, and nothing is written', async () => {
      const id = await deal();
      expect(await failure(update(id, { contactId: otherContact, value: 5n }))).toBe('INVALID_INPUT contactId');
      expect(await readOpportunity(opened.database, id)).toMatchObject({
        contactId: mine.contactId,
        value: null,
        version: 1,
      });
    });

    test('stays behind when the deal moves to another lead', async () => {
      const id = await deal();
      await update(id, { leadId: otherLead });
      expect(await parties(id)).toEqual([otherLead, null]);
    });

    test('comes anew with the other lead, or is refused if it is one of the old one', async () => {
      const id = await deal();
      const { leadId, contactId } = mine;
      expect(await failure(update(id, { leadId: otherLead, contactId }))).toBe('INVALID_INPUT contactId');
      await update(id, { leadId: otherLead, contactId: otherContact });
      expect(await parties(id)).toEqual([otherLead, otherContact]);
      await update(id, { leadId, contactId: null });
      expect(await parties(id)).toEqual([leadId, null]);
    });

    test('stays when the lead is said again', async () => {
      const id = await deal();
      await update(id, { leadId: mine.leadId, value: 7n });
      expect(await parties(id)).toEqual([mine.leadId, mine.contactId]);
    });

    test('that old data has of another lead may be sent back as it is, but not anew', async () => {
      const id = await deal();
      await opened.database.write(({ prisma }) =>
        prisma.opportunity.update({ where: { id }, data: { contactId: otherContact } }),
      );
      await update(id, { leadId: mine.leadId, contactId: otherContact, value: 9n });
      expect(await readOpportunity(opened.database, id)).toMatchObject({ contactId: otherContact, value: 9n });
      await update(id, { contactId: mine.contactId });
      expect(await failure(update(id, { contactId: otherContact }))).toBe('INVALID_INPUT contactId');
    });

    test('is checked for each row of a batch, after the lead that the same row gives', async () => {
      const [a, b] = [await deal(), await deal()];
      const updates = [
        { id: a, change: { leadId: otherLead, contactId: otherContact } },
        { id: b, change: { contactId: otherContact } },
      ];
      const { errors } = await opened.database.write((session) =>
        updateOpportunities(session, mine.caller, updates, { partial: true }),
      );
      expect(errors).toMatchObject([{ index: 1, path: [1, 'contactId'] }]);
      expect([await parties(a), await parties(b)]).toEqual([
        [otherLead, otherContact],
        [mine.leadId, mine.contactId],
      ]);
    });
  });

  describe('of all that match', () => {
    const updateAll = (ids: readonly string[], change: OpportunityInput) =>
      opened.database.write((session) => {
        const scope = { organizationId: mine.organizationId, dialect: session.dialect, tables: plainCatalog.tables };
        const where = compileWhere(plainCatalog.opportunity, { kind: 'in', field: 'id', values: ids }, scope);
        return updateMatching(session, mine.caller, where, change);
      });

    test('are left behind on a move by those that move, and by no others', async () => {
      const here = await create({ leadId: mine.leadId, contactId: mine.contactId });
      const there = await create({ leadId: otherLead, contactId: otherContact });
      expect(await updateAll([here, there], { leadId: otherLead })).toEqual({ matched: 2, changed: 1 });
      expect([await parties(here), await parties(there)]).toEqual([
        [otherLead, null],
        [otherLead, otherContact],
      ]);
    });

    test('are refused if one of the deals belongs to another lead: none is changed', async () => {
      const here = await create({ leadId: mine.leadId });
      const there = await create({ leadId: otherLead });
      expect(await failure(updateAll([here, there], { contactId: otherContact }))).toBe('INVALID_INPUT contactId');
      expect(await parties(there)).toEqual([otherLead, null]);
      const { leadId, contactId } = mine;
      expect(await failure(updateAll([], { leadId: otherLead, contactId }))).toBe('INVALID_INPUT contactId');
      expect(await updateAll([here, there], { leadId, contactId })).toEqual({ matched: 2, changed: 2 });
    });
  });
});
