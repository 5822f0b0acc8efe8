/** Random writes of all kinds that change an opportunity or take it away, done to one office. */
import fc from 'fast-check';
import type { Caller } from '../../../src/caller.ts';
import type { Catalog } from '../../../src/catalog.ts';
import { createContact } from '../../../src/contact/create.ts';
import { addAssociation, removeAssociation } from '../../../src/custom-field/association.ts';
import { createCustomField } from '../../../src/custom-field/define.ts';
import type { WriteSession } from '../../../src/db/client.ts';
import { compileWhere } from '../../../src/filter/where.ts';
import { createLead } from '../../../src/lead/create.ts';
import { createOpportunities } from '../../../src/opportunity/create.ts';
import type { OpportunityInput } from '../../../src/opportunity/input.ts';
import { deleteOpportunity } from '../../../src/opportunity/remove.ts';
import { updateOpportunities } from '../../../src/opportunity/update.ts';
import { updateMatching } from '../../../src/opportunity/update-matching.ts';
import { createStatus, deleteStatus } from '../../../src/pipeline/status.ts';
import { deleteContact } from '../../../src/removal/contact.ts';
import { deleteLead } from '../../../src/removal/lead.ts';
import type { ValuePeriod } from '../../../src/value/money.ts';
import type { CalendarDate } from '../../../src/value/period.ts';
import type { Office } from '../../fixtures.ts';

export interface Fields {
  readonly product: string;
  readonly seats: string;
  readonly words: string;
  readonly shared: string;
}

export async function createFields(session: WriteSession, { caller }: Office): Promise<Fields> {
  const create = (name: string, type: string, more = {}) =>
    createCustomField(session, caller, { name, type, objectTypes: ['opportunity'], ...more });
  return {
    product: await create('Product', 'choices', { choices: ['Basic', 'Plus', 'Gone'] }),
    seats: await create('Seats', 'number'),
    words: await create('Words', 'textarea'),
    shared: await create('Shared', 'text', { isShared: true, objectTypes: ['opportunity', 'lead'] }),
  };
}

const choice = <const T>(...of: readonly T[]) => fc.constantFrom(...of);
const said = fc.record(
  {
    status: choice('open', 'talking', 'won', 'lost', 'upcoming', 'renewed', 'churned'),
    value: fc.option(fc.bigInt({ min: -99_999_999_999_999n, max: 99_999_999_999_999n })),
    valuePeriod: choice('one_time', 'monthly', 'annual') as fc.Arbitrary<ValuePeriod>,
    confidence: fc.nat({ max: 100 }),
    dateWon: fc.option(choice('2026-01-31', '2026-02-01', '2027-12-31')) as fc.Arbitrary<CalendarDate | null>,
    user: fc.nat({ max: 2 }),
    product: fc.option(choice('Basic', 'Plus', 'Gone')),
    seats: fc.option(fc.nat({ max: 9 })),
    words: fc.option(choice('first', 'second')),
    shared: fc.option(choice('this', 'that')),
  },
  { requiredKeys: [] },
);
type Said = typeof said extends fc.Arbitrary<infer Value> ? Value : never;

const places = fc.uniqueArray(fc.nat({ max: 6 }), { maxLength: 3 });
export const anyStep = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: choice('create'), said: fc.array(said, { minLength: 1, maxLength: 3 }) }) },
  { weight: 8, arbitrary: fc.record({ kind: choice('update'), places, said }) },
  { weight: 2, arbitrary: fc.record({ kind: choice('matching'), said }) },
  { weight: 2, arbitrary: fc.record({ kind: choice('delete'), places }) },
  { weight: 2, arbitrary: fc.record({ kind: choice('lead', 'contact', 'status', 'association') }) },
);
export type Step = typeof anyStep extends fc.Arbitrary<infer Value> ? Value : never;

interface Place {
  readonly office: Office;
  readonly fields: Fields;
  readonly catalog: Catalog;
}

/** One transaction, at the caller's moment. */
export async function take(session: WriteSession, caller: Caller, { office, fields, catalog }: Place, step: Step) {
  const { organizationId } = office;
  const listed = await session.kysely.selectFrom('opportunity').select('id').orderBy('row_key').execute();
  const idsAt = (chosen: readonly number[]) => chosen.flatMap((place) => listed[place]?.id ?? []);
  const make = (inputs: readonly OpportunityInput[]) => createOpportunities(session, caller, inputs);
  switch (step.kind) {
    case 'create':
      return make(step.said.map((one) => ({ leadId: office.leadId, ...inputOf(office, fields, one) })));
    case 'update': {
      const change = inputOf(office, fields, step.said);
      const ids = idsAt(step.places);
      return (
        ids.length > 0 &&
        updateOpportunities(
          session,
          caller,
          ids.map((id) => ({ id, change })),
        )
      );
    }
    case 'matching': {
      const scope = { organizationId, dialect: session.dialect, tables: catalog.tables };
      const active = { kind: 'compare', field: 'status_type', operator: 'eq', value: 'active' } as const;
      const where = compileWhere(catalog.opportunity, active, scope);
      return updateMatching(session, caller, where, inputOf(office, fields, step.said));
    }
    case 'delete':
      for (const id of idsAt(step.places)) await deleteOpportunity(session, caller, { id });
      return undefined;
    case 'lead': {
      const leadId = await createLead(session, caller, { name: 'Short Stay' });
      await make([{ leadId, value: 7n }]);
      const leads = await session.kysely.selectFrom('lead').select('id').where('name', '=', 'Short Stay').execute();
      const [oldest] = leads;
      if (oldest && leads.length > 2) await deleteLead(session, caller, { id: oldest.id });
      return undefined;
    }
    case 'contact': {
      const named = await session.kysely.selectFrom('contact').select('id').where('name', '=', 'Brief').execute();
      for (const { id } of named) await deleteContact(session, caller, { id });
      const contactId = await createContact(session, caller, { leadId: office.leadId, name: 'Brief' });
      return make([{ leadId: office.leadId, contactId, customFields: [] }]);
    }
    case 'status': {
      const passing = await session.kysely
        .selectFrom('opportunity_status')
        .select('id')
        .where('label', '=', 'Passing')
        .execute();
      for (const { id } of passing) {
        const holders = await session.kysely
          .selectFrom('opportunity')
          .select('id')
          .where('status_id', '=', id)
          .execute();
        const statusId = office.status.talking;
        const updates = holders.map((holder) => ({ id: holder.id, change: { statusId } }));
        if (updates.length > 0) await updateOpportunities(session, caller, updates);
        await deleteStatus(session, caller, id);
      }
      const statusId = await createStatus(session, caller, { label: 'Passing', pipelineId: office.pipelines.sales });
      return make([{ leadId: office.leadId, statusId, value: 11n }]);
    }
    case 'association':
      await removeAssociation(session, caller, fields.shared, 'opportunity');
      return addAssociation(session, caller, fields.shared, 'opportunity');
  }
}

function inputOf(office: Office, fields: Fields, { status, user, product, seats, words, shared, ...plain }: Said) {
  const values = { product, seats, words, shared };
  return {
    ...plain,
    ...(status && { statusId: office.status[status] }),
    ...(user !== undefined && { userId: office.userIds[user] }),
    customFields: Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [{ fieldId: fields[name as keyof Fields], kind: 'set' as const, value }],
    ),
  } as OpportunityInput;
}
