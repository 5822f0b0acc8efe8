/**
 * A small office in the database, and another organization that is furnished exactly alike: whatever leaks from it shows as
 * a row too many.
 */
import type { Caller } from '../../src/caller.ts';
import type { CustomFieldDefinition } from '../../src/custom-field/definition.ts';
import { readCustomFields } from '../../src/custom-field/definition.ts';
import type { Database, WriteSession } from '../../src/db/client.ts';
import { insertRows } from '../../src/db/insert.ts';
import { createApiKey } from '../../src/organization/api-key.ts';
import { addSalesProcess, createOrganization } from '../../src/organization/create.ts';
import { addMembers } from '../../src/organization/member.ts';
import { newId } from '../../src/value/id.ts';
import { type Instant, toDate, utc } from '../../src/value/period.ts';
import { fold } from '../../src/value/text.ts';
import {
  type CustomKey,
  changes,
  contacts,
  customFields,
  deals,
  type LeadSeed,
  leads,
  people,
  process,
} from './office-rows.ts';

/** A Monday. */
export const now = Date.UTC(2026, 5, 15, 10, 30) as Instant;

const date = (text: string) => new Date(text.includes('T') ? `${text}Z` : `${text}T12:00Z`);

export interface Office {
  readonly caller: Caller;
  readonly apiKey: string;
  readonly definitions: readonly CustomFieldDefinition[];
  /** By what the rows are called here: `ids.acme`, `ids.ada`, `ids.seats`, `ids['status Open']`. */
  readonly ids: Readonly<Record<string, string>>;
  /** What an id is called here. */
  readonly nameOf: (id: string) => string;
}

export async function createOffices(database: Database): Promise<{ mine: Office; theirs: Office }> {
  return database.write(async (session) => ({
    mine: await createOffice(session),
    theirs: await createOffice(session),
  }));
}

async function createOffice(session: WriteSession): Promise<Office> {
  const making = { now };
  const organizationId = await createOrganization(
    session,
    { name: 'Office', process: { pipelines: [], leadStatuses: [] } },
    making,
  );
  const { pipelines, leadStatuses } = await addSalesProcess(session, organizationId, process, making);
  const userIds = await addMembers(
    session,
    organizationId,
    Object.values(people).map(([firstName, lastName]) => ({ firstName, lastName, role: 'admin' as const })),
    making,
  );
  const statuses = pipelines.flatMap((pipeline) => pipeline.statuses);
  const statusOf = (label: string) => {
    const status = statuses.find((candidate) => candidate.label === label);
    if (!status) throw new Error(`no status ${label}`);
    return status;
  };
  const idsOf = (keys: Iterable<string>, kind: Parameters<typeof newId>[0]) =>
    Object.fromEntries([...keys].map((key) => [key, newId(kind)]));
  const ids: Record<string, string> = {
    ...Object.fromEntries(Object.keys(people).map((key, index) => [key, userIds[index] ?? ''])),
    ...Object.fromEntries(statuses.map(({ label, id }) => [`status ${label}`, id])),
    ...Object.fromEntries(pipelines.map(({ pipeline }) => [`pipeline ${pipeline.name}`, pipeline.id])),
    ...Object.fromEntries(leadStatuses.map(({ label, id }) => [`lead status ${label}`, id])),
    ...idsOf(Object.keys(leads), 'lead'),
    ...idsOf(Object.keys(contacts), 'contact'),
    ...idsOf(Object.keys(deals), 'opportunity'),
    ...idsOf(Object.keys(customFields), 'customField'),
  };
  const id = (key: string) => ids[key] ?? '';
  const owned = { organization_id: organizationId };

  await insertRows(
    session,
    'lead',
    Object.entries<LeadSeed>(leads).map(([key, lead]) => ({
      ...{ ...owned, id: id(key), name: lead.name, name_folded: fold(lead.name), addresses: [] },
      ...{ status_id: id(`lead status ${lead.status}`), created_by: id(lead.by), updated_by: id(lead.by) },
      ...{ date_created: date(lead.created), date_updated: date(lead.updated) },
    })),
  );
  for (const [key, contact] of Object.entries(contacts)) {
    await session.prisma.contact.create({
      data: {
        ...{
          organizationId,
          id: id(key),
          leadId: id(contact.lead),
          name: contact.name,
          nameFolded: fold(contact.name),
        },
        ...{
          emails: contact.emails.map((email) => ({ email, type: 'office' })),
          emailsFolded: contact.emails.join('\n'),
        },
        ...{ phones: contact.phones.map((phone) => ({ phone, type: 'office' })), urls: [] },
        ...{ dateCreated: date('2026-02-02'), dateUpdated: date('2026-06-14') },
      },
    });
  }
  await insertRows(
    session,
    'opportunity',
    Object.entries(deals).map(([key, deal]) => ({
      ...{ ...owned, id: id(key), lead_id: id(deal.lead), status_id: statusOf(deal.status).id },
      ...{ user_id: deal.user ? id(deal.user) : null, contact_id: deal.contact ? id(deal.contact) : null },
      ...{ value: deal.value ?? null, value_period: deal.period ?? 'one_time', confidence: deal.confidence },
      ...{ note: deal.note, note_folded: fold(deal.note), date_won: deal.won ?? null },
      ...{ date_lost: deal.lost ? date(deal.lost) : null, created_by: id('ada'), updated_by: id(deal.user ?? 'cy') },
      ...{ date_created: date(deal.created), date_updated: date('2026-06-15T01:00') },
    })),
  );
  await createCustomFields(session, organizationId, id);
  await insertRows(
    session,
    'status_change',
    changes.map(([deal, from, to, by, at]) => {
      const [before, after] = [statusOf(from), statusOf(to)];
      return {
        ...{ ...owned, id: newId('activity'), opportunity_id: id(deal), lead_id: id(deals[deal]?.lead ?? '') },
        ...{ old_status_id: before.id, old_status_label: from, old_status_label_folded: fold(from) },
        ...{ old_status_type: before.type, old_pipeline_id: before.pipeline_id, old_pipeline_name: 'then' },
        ...{ new_status_id: after.id, new_status_label: to, new_status_label_folded: fold(to) },
        ...{ new_status_type: after.type, new_pipeline_id: after.pipeline_id, new_pipeline_name: 'then' },
        ...{ opportunity_value_period: 'one_time', opportunity_confidence: 50, user_id: id(by) },
        ...{ date_created: date(at), date_updated: date(at) },
      };
    }),
  );
  const apiKey = await createApiKey(session, { organizationId, userId: id('ada'), name: 'test' }, making);
  const names = new Map(Object.entries(ids).map(([key, value]) => [value, key]));
  return {
    ...{ apiKey, ids, definitions: await readCustomFields(session, organizationId) },
    caller: { organizationId, userId: id('ada'), role: 'admin', currency: 'USD', zone: utc, now },
    nameOf: (unknown) => names.get(unknown) ?? unknown,
  };
}

async function createCustomFields(session: WriteSession, organizationId: string, id: (key: string) => string) {
  const owned = { organization_id: organizationId };
  for (const [position, [key, field]] of Object.entries(customFields).entries()) {
    const { name, type, of } = field;
    await session.prisma.customField.create({
      data: {
        ...{ organizationId, id: id(key), name, nameFolded: fold(name), type },
        ...('choices' in field && { choices: [...field.choices] }),
        ...{ acceptsMultipleValues: 'several' in field, dateCreated: toDate(now), dateUpdated: toDate(now) },
      },
    });
    await session.prisma.customFieldObject.create({
      data: { organizationId, customFieldId: id(key), objectType: of, position },
    });
  }
  const owners = [
    ...Object.entries<LeadSeed>(leads).map(([key, { custom }]) => ({ owner: { lead_id: id(key) }, custom })),
    ...Object.entries(deals).map(([key, { custom }]) => ({ owner: { opportunity_id: id(key) }, custom })),
  ];
  const values = owners.flatMap(({ owner, custom = {} }) =>
    Object.entries(custom).flatMap(([key, given]) =>
      [given].flat().map((one, position) => ({
        ...{ ...owned, ...empty, ...owner, custom_field_id: id(key), position },
        ...stored(customFields[key as CustomKey].type, one as string | number, id),
      })),
    ),
  );
  await insertRows(session, 'custom_field_value', values);
}

const empty = {
  ...{ lead_id: null, opportunity_id: null, text_value: null, text_folded: null, number_value: null },
  ...{ date_value: null, instant_value: null, user_id: null },
};

function stored(type: string, value: string | number, id: (key: string) => string) {
  switch (type) {
    case 'number':
      return { number_value: Number(value) };
    case 'date':
      return { date_value: String(value) };
    case 'datetime':
      return { instant_value: date(String(value)) };
    case 'user':
      return { user_id: id(String(value)) };
    default:
      return { text_value: String(value), text_folded: fold(String(value)) };
  }
}
