/** How an opportunity is changed (2.6) and deleted (1.1), and its custom fields set. */
import { describe, expect, test } from 'vitest';
import { createCustomField } from '../../../src/custom-field/define.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { instant } from '../../fixtures.ts';
import { openRest, query } from '../client.ts';
import { useOffice } from '../office.ts';
import { writerOf } from '../writer.ts';

/** The clock stands still in these tests; a change is later than the one before all the same. */
const justAfter = '2026-06-15T10:30:00.001000+00:00';

describeDatabases('changing an opportunity over REST', (opened) => {
  const office = useOffice(opened);
  const { created, update, updated, fieldErrors } = writerOf(office);

  describe('2.6 update', () => {
    test('1.1 changes what is named and leaves the rest', async () => {
      const before = await created({ note: 'keep', value: 100, value_period: 'annual' });
      const after = await updated(before.id, { confidence: 80 });
      expect(after).toEqual({
        ...before,
        ...{ confidence: 80, expected_value: 80, annualized_expected_value: 80, date_updated: justAfter },
      });
    });

    test('date_updated and updated_by tell of it', async () => {
      const { id } = await created();
      const [, bo] = office.mine.userIds;
      const hisKey = await office.makeKey(bo);
      const his = openRest(opened, () => hisKey, { clock: () => instant('2026-06-16T00:00:00.5Z') });
      const { body } = await his.put(`/opportunity/${id}/`, { note: 'changed' });
      await his.close();
      expect(body).toMatchObject({
        ...{ updated_by: bo, updated_by_name: 'Bo Diddley', date_updated: '2026-06-16T00:00:00.500000+00:00' },
        ...{ created_by: office.mine.caller.userId, date_created: '2026-06-15T10:30:00.000000+00:00' },
      });
    });

    test('becoming won sets date_won to today in x-tz-offset, unless there is one or one is given; leaving won keeps it', async () => {
      const { status } = office.mine;
      const { id } = await created();
      const east = { 'x-tz-offset': '14' };
      expect((await updated(id, { status_id: status.won }, east)).date_won).toBe('2026-06-16');
      expect((await updated(id, { status_id: status.open })).date_won).toBe('2026-06-16');
      expect((await updated(id, { status_id: status.won })).date_won).toBe('2026-06-16');
      const other = await created({ date_won: '2026-12-31' });
      expect((await updated(other.id, { status_id: status.won })).date_won).toBe('2026-12-31');
      const given = await created();
      const both = { status_id: status.won, date_won: '2020-01-01T10:00:00' };
      expect((await updated(given.id, both)).date_won).toBe('2020-01-01');
    });

    test('becoming lost sets date_lost to now, and leaving lost clears it', async () => {
      const { status } = office.mine;
      const { id } = await created();
      expect((await updated(id, { status_id: status.lost })).date_lost).toBe(justAfter);
      const day = { date_lost: '2026-01-02T03:04:05Z' };
      expect((await updated(id, day)).date_lost).toBe('2026-01-02T03:04:05.000000+00:00');
      expect((await updated(id, { status: 'Open' })).date_lost).toBeNull();
      expect((await updated(id, { date_lost: null })).date_lost).toBeNull();
    });

    test('3.7 each change of status is an activity', async () => {
      const { status } = office.mine;
      const { id } = await created({ value: 500 });
      await updated(id, { status_id: status.talking });
      await updated(id, { status_id: status.won });
      await updated(id, { note: 'no change of status' });
      const { body } = await office.rest.get(`/activity/status_change/opportunity/?opportunity_id=${id}`);
      const seen = body.data.map((change: Record<string, string>) => [
        change.old_status_label,
        change.new_status_label,
      ]);
      expect(seen.toSorted()).toEqual([
        ['Open', 'Talking'],
        ['Talking', 'Won'],
      ]);
    });

    test('null empties what may be empty, and note_html may be written instead of the note', async () => {
      const { mine } = office;
      const { id } = await created({ contact_id: mine.contactId, value: 5, note: 'old', date_won: '2026-01-01' });
      const nulls = { contact_id: null, user_id: null, value: null, note: null, date_won: null };
      expect(await updated(id, nulls)).toMatchObject({ ...nulls, note: '', contact_name: null, user_name: null });
      const html = '<body><p>New &amp; bold</p></body>';
      expect(await updated(id, { note_html: html })).toMatchObject({ note: 'New & bold', note_html: html });
    });

    test('a whole object with one thing edited changes just that', async () => {
      const before = await created({ value: 7, note: 'n', status_id: office.mine.status.won });
      const after = await updated(before.id, { ...before, note: 'edited' });
      const edited = { note: 'edited', note_html: '<body><p>edited</p></body>', date_updated: justAfter };
      expect(after).toEqual({ ...before, ...edited });
    });
  });

  describe('custom fields', () => {
    const define = (name: string, type: string, more: object = {}) =>
      opened.database.write((session) =>
        createCustomField(session, office.mine.caller, { name, type, objectTypes: ['opportunity'], ...more }),
      );

    test('2.5 custom.ID sets, 2.6 null unsets, and a list is replaced as a whole', async () => {
      const product = await define('Product', 'text');
      const days = await define('Days', 'choices', { choices: ['Mon', 'Tue', 'Wed'], acceptsMultipleValues: true });
      const made = await created({ [`custom.${product}`]: 'Basic', [`custom.${days}`]: ['Mon', 'Tue'] });
      expect(made).toMatchObject({ [`custom.${product}`]: 'Basic', [`custom.${days}`]: ['Mon', 'Tue'] });
      const after = await updated(made.id, { [`custom.${product}`]: null, [`custom.${days}`]: ['Wed'] });
      expect(after).not.toHaveProperty(`custom.${product}`);
      expect(after).not.toHaveProperty('custom');
      expect(after[`custom.${days}`]).toEqual(['Wed']);
    });

    test('2.6 .add and .remove change a list by one value; twice is no error', async () => {
      const days = await define('Weekdays', 'choices', { choices: ['Mon', 'Tue', 'Wed'], acceptsMultipleValues: true });
      const { id } = await created({ [`custom.${days}`]: ['Mon'] });
      for (let i = 0; i < 2; i++) {
        expect((await updated(id, { [`custom.${days}.add`]: 'Wed' }))[`custom.${days}`]).toEqual(['Mon', 'Wed']);
      }
      for (let i = 0; i < 2; i++) {
        expect((await updated(id, { [`custom.${days}.remove`]: 'Mon' }))[`custom.${days}`]).toEqual(['Wed']);
      }
      expect(await fieldErrorsOf(id, { [`custom.${days}.add`]: 'Sun' })).toHaveProperty([`custom.${days}.add`]);
    });

    test('the deprecated forms by name: custom.NAME, and an object custom', async () => {
      const colour = await define('Favourite colour', 'text');
      const size = await define('Size', 'number');
      const made = await created({ 'custom.Favourite colour': 'red', custom: { Size: 3 } });
      expect(made).toMatchObject({ [`custom.${colour}`]: 'red', [`custom.${size}`]: 3 });
      const both = { custom: { 'favourite colour': 'green', Size: null }, [`custom.${colour}`]: 'blue' };
      const after = await updated(made.id, both);
      expect(after[`custom.${colour}`]).toBe('blue');
      expect(after).not.toHaveProperty(`custom.${size}`);
    });

    test('3.3 users are taken by id or exact name and given as id, dates as they are', async () => {
      const { userIds, contactId } = office.mine;
      const who = await define('Who', 'user');
      const when = await define('When', 'date');
      const at = await define('At', 'datetime');
      const whom = await define('Whom', 'contact', { acceptsMultipleValues: true });
      const made = await created({
        ...{ [`custom.${who}`]: 'Bo Diddley', [`custom.${when}`]: '2014-06-12', [`custom.${whom}`]: [contactId] },
        [`custom.${at}`]: '2014-06-12T10:00:00+02:00',
      });
      expect(made).toMatchObject({
        ...{ [`custom.${who}`]: userIds[1], [`custom.${when}`]: '2014-06-12', [`custom.${whom}`]: [contactId] },
        [`custom.${at}`]: '2014-06-12T08:00:00.000000+00:00',
      });
    });

    test('3.3 what is wrong is told under the key that was sent', async () => {
      const count = await define('Count', 'number');
      expect(await fieldErrors({ [`custom.${count}`]: 'many' })).toHaveProperty([`custom.${count}`]);
      expect(await fieldErrors({ 'custom.Count': 'many' })).toHaveProperty(['custom.Count']);
      expect(await fieldErrors({ custom: { Count: 'many' } })).toHaveProperty('custom');
      expect(await fieldErrors({ 'custom.cf_none': 1 })).toHaveProperty(['custom.cf_none']);
      expect(await fieldErrors({ 'custom.No such': 1 })).toHaveProperty(['custom.No such']);
      expect(await fieldErrors({ custom: 'text' })).toEqual({ custom: 'Value must be of dict type.' });
    });

    const fieldErrorsOf = async (id: string, body: object) => (await update(id, body)).body['field-errors'];
  });

  describe('delete', () => {
    test('1.1 is 200 with an empty object and three bytes, and 404 the second time', async () => {
      const { id } = await created();
      const answer = await office.rest.delete(`/opportunity/${id}/`);
      expect([answer.status, answer.text]).toEqual([200, '{}\n']);
      expect((await office.rest.delete(`/opportunity/${id}/`)).status).toBe(404);
      expect((await office.rest.get(`/opportunity/${query({ id__in: id })}`)).body.total_results).toBe(0);
    });
  });
});
