/** What is wrong, and how that is told (1.9). */
import { describe, expect, test } from 'vitest';
import { deactivateUser } from '../../src/user/membership.ts';
import { describeDatabases } from '../describe-databases.ts';
import { useOffice } from './office.ts';
import { writerOf } from './writer.ts';

describeDatabases('errors over REST', (opened) => {
  const office = useOffice(opened);
  const { created, update, fieldErrors } = writerOf(office);

  describe('1.9 what is wrong', () => {
    test('a reference to nothing, or to what is another organization’s, is told under the name without _id', async () => {
      const { theirs } = office;
      const missing = 'Object does not exist.';
      expect(await fieldErrors({ lead_id: 'lead_none' })).toEqual({ lead: missing });
      expect(await fieldErrors({ lead_id: theirs.leadId })).toEqual({ lead: missing });
      expect(await fieldErrors({ contact_id: theirs.contactId })).toEqual({ contact: missing });
      expect(await fieldErrors({ status_id: theirs.status.open })).toEqual({
        status: expect.stringMatching(/^Not a valid choice\. /),
      });
      expect(await fieldErrors({ user_id: theirs.userIds[0] })).toEqual({ user: missing });
    });

    test('a user who left is there, so that what is wrong with them is told', async () => {
      const { mine } = office;
      await opened.database.write((session) => deactivateUser(session, mine.caller, mine.userIds[2]));
      const user = expect.stringContaining('is deactivated: choose an active user.');
      expect(await fieldErrors({ user_id: mine.userIds[2] })).toEqual({ user });
    });

    test('a wrong type is told in the words of the source API, a wrong value in ours', async () => {
      expect(await fieldErrors({ note: 5 })).toEqual({ note: 'Value must be of basestring type.' });
      expect(await fieldErrors({ lead_id: ['x'] })).toEqual({ lead: 'Value must be of basestring type.' });
      expect(await fieldErrors({ value: '5' })).toEqual({ value: 'Value must be of int type.' });
      expect(await fieldErrors({ value: 1.5 })).toEqual({ value: 'Value must be of int type.' });
      expect(await fieldErrors({ confidence: 101 })).toHaveProperty('confidence');
      expect(await fieldErrors({ value: 1e15 })).toHaveProperty('value');
      expect(await fieldErrors({ value_period: 'weekly' })).toEqual({
        value_period: 'value_period must not be "weekly". Use one of one_time, monthly, annual.',
      });
      expect(await fieldErrors({ date_won: 'soon' })).toHaveProperty('date_won');
      expect(await fieldErrors({ date_created: 'soon' })).toHaveProperty('date_created');
      expect(await fieldErrors({ note: 'a\u0000b' })).toHaveProperty('note');
    });

    test('null where nothing else will do is told in the names of the body', async () => {
      const { id } = await created();
      for (const [key, name] of Object.entries({
        lead_id: 'lead',
        pipeline_id: 'pipeline',
        date_created: 'date_created',
      })) {
        const { status, body } = await update(id, { [key]: null });
        const errors = { [name]: `${key} cannot be null: leave it out to keep what it is.` };
        expect([status, body]).toEqual([400, { errors: [], 'field-errors': errors }]);
      }
    });

    test('a status that is null says nothing', async () => {
      const { status } = office.mine;
      const { id } = await created({ status_id: status.won });
      expect((await update(id, { status_id: null })).body.status_id).toBe(status.won);
      expect((await update(id, { status_id: null, status: 'Lost' })).body.status_id).toBe(status.lost);
    });

    test('a pipeline that there is not is what is wrong, unless a status by its label decides', async () => {
      const wrong = { pipeline_id: office.theirs.pipelines.sales };
      const alone = await fieldErrors(wrong);
      expect(alone).toEqual({ pipeline: `There is no pipeline "${wrong.pipeline_id}".` });
      expect(await fieldErrors({ ...wrong, status: 'Nonsense' })).toEqual(alone);
      expect((await office.rest.post('/opportunity/', { ...wrong, status: 'Won' })).body.status_label).toBe('Won');
      expect(await fieldErrors({ status: 'Nonsense' })).toEqual({
        status: expect.stringMatching(/^Not a valid choice\. There is no status "Nonsense", but "/),
      });
    });

    test('nothing is stored of what is wrong', async () => {
      const { id, note } = await created({ note: 'before' });
      expect((await update(id, { note: 'after', confidence: 101 })).status).toBe(400);
      expect((await office.rest.get(`/opportunity/${id}/`)).body.note).toBe(note);
    });

    test('what is missing is 404, to read, change and delete, and a malformed id is no different', async () => {
      const body = { error: 'Empty query: Opportunity matching query does not exist.' };
      const theirs = (await office.theirRest.post('/opportunity/', {})).body.id;
      for (const id of ['oppo_none', 'wobble', '%00', theirs]) {
        const path = `/opportunity/${id}/`;
        expect(await office.rest.get(path)).toMatchObject({ status: 404, body });
        expect(await office.rest.put(path, { note: 'x' })).toMatchObject({ status: 404, body });
        expect(await office.rest.delete(path)).toMatchObject({ status: 404, body });
      }
    });

    test('a body that breaks off is the fault of who sent it', async () => {
      const key = await office.makeKey(office.mine.caller.userId);
      const body = new ReadableStream({
        start: (stream) => stream.enqueue(new TextEncoder().encode('{"note": "cut')),
        pull: (stream) => stream.error(new Error('aborted')),
      });
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const request = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
      const { status, body: answer } = await office.rest.send('/opportunity/', request);
      expect([status, answer]).toEqual([400, { error: 'The request ended before its body did.' }]);
    });

    test('a body that is no JSON object is 400, and one that is called something else is asked for', async () => {
      const send = async (body: string, type?: string) => {
        const key = { authorization: `Bearer ${await office.makeKey(office.mine.caller.userId)}` };
        const headers = { ...key, ...(type && { 'content-type': type }) };
        const request = { method: 'POST', headers, body: new TextEncoder().encode(body) };
        const { status, body: answer } = await office.rest.send('/opportunity/', request);
        return [status, answer.error];
      };
      const json = 'application/json';
      expect(await send('{"note": ', json)).toEqual([400, 'The request contains invalid JSON.']);
      expect(await send('{"value": NaN}', json)).toEqual([400, 'The request contains invalid JSON.']);
      expect(await send('{"value": Infinity}', json)).toEqual([400, 'The request contains invalid JSON.']);
      expect(await send('', json)).toEqual([400, 'The request contains invalid JSON.']);
      expect(await send('[]', json)).toEqual([400, 'JSON data must be a dict.']);
      expect(await send('null', json)).toEqual([400, 'JSON data must be a dict.']);
      const wanted = "Please send valid JSON with a 'Content-Type: application/json' header.";
      expect(await send('a=b', 'application/x-www-form-urlencoded')).toEqual([415, wanted]);
      expect((await send('{}', 'application/json; charset=utf-8'))[0]).toBe(200);
      expect((await send(`{"note": "${'x'.repeat(1_000_001)}"}`, json))[0]).toBe(413);
    });
  });
});
