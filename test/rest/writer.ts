/** Writing opportunities in tests: what should succeed does, and what should not says why. */
import { expect } from 'vitest';
import { ok } from './answers.ts';
import type { RestOffice } from './office.ts';

type Headers = Record<string, string>;

export function writerOf(office: RestOffice) {
  const create = (body: object, headers: Headers = {}) => office.rest.post('/opportunity/', body, headers);
  const update = (id: string, body: object, headers: Headers = {}) =>
    office.rest.put(`/opportunity/${id}/`, body, headers);
  return {
    create,
    update,
    created: (body: object = {}) => ok(create({ lead_id: office.mine.leadId, ...body })),
    updated: (id: string, body: object, headers?: Headers) => ok(update(id, body, headers)),
    /** What is wrong with the fields of a new opportunity. */
    async fieldErrors(body: object) {
      const answer = await create({ lead_id: office.mine.leadId, ...body });
      expect([answer.status, answer.body.errors]).toEqual([400, []]);
      return answer.body['field-errors'];
    },
  };
}
