/** Opportunities with all that a file may show of them: three statements for each portion, however long it is. */
import type { CustomFieldDefinition } from '../custom-field/definition.ts';
import { type CustomValue, type FieldValue, readCustomValues } from '../custom-field/values.ts';
import type { Session } from '../db/client.ts';
import type { Prisma } from '../db/generated/postgresql/client.ts';
import type { Order } from '../filter/order.ts';
import { walk } from '../filter/walk.ts';
import type { Where } from '../filter/where.ts';
import { groupBy } from '../value/group-by.ts';
import type { NameOfUser } from './people.ts';

const select = {
  ...{ id: true, externalId: true, leadId: true, userId: true, createdById: true, updatedById: true },
  ...{ value: true, valuePeriod: true, confidence: true, note: true, noteHtml: true },
  ...{ annualizedValue: true, weighted: true, annualizedWeighted: true },
  ...{ dateCreated: true, dateUpdated: true, dateWon: true, dateLost: true },
  lead: { select: { name: true, externalId: true } },
  contact: { select: { name: true } },
  status: { select: { label: true, type: true, pipeline: { select: { name: true } } } },
} as const;

type Opportunity = Prisma.OpportunityGetPayload<{ select: typeof select }>;

export interface ExportRow {
  readonly opportunity: Opportunity;
  /** Values by the id of the field. */
  readonly custom: ReadonlyMap<string, readonly CustomValue[]>;
  readonly nameOfUser: NameOfUser;
  readonly nameOfContact: (id: string) => string | null;
}

/** Few enough that a server has turns for others between them. */
const portion = 500;

export interface Wanted {
  readonly where: Where;
  readonly order: Order;
  /** The custom fields that are shown. */
  readonly fields: readonly CustomFieldDefinition[];
  readonly nameOfUser: NameOfUser;
}

export async function* readExportRows(
  session: Session,
  { where, order, fields, nameOfUser }: Wanted,
): AsyncGenerator<readonly ExportRow[]> {
  const { organizationId } = where.scope;
  for await (const ids of walk(session, where, order, portion)) {
    const found = await session.rows.opportunity.findMany({
      where: { organizationId, id: { in: [...ids] } },
      select,
    });
    const values =
      fields.length > 0
        ? await readCustomValues(session, organizationId, 'opportunity', ids)
        : new Map<string, readonly FieldValue[]>();
    const nameOfContact = await readContactNames(session, organizationId, [...values.values()].flat());
    const byId = new Map(found.map((opportunity) => [opportunity.id, opportunity]));
    yield ids.flatMap((id) => {
      const opportunity = byId.get(id);
      if (!opportunity) return [];
      const own = groupBy(values.get(id) ?? [], ({ fieldId }) => fieldId);
      const custom = new Map([...own].map(([fieldId, list]) => [fieldId, list.map(({ value }) => value)]));
      return { opportunity, custom, nameOfUser, nameOfContact };
    });
  }
}

async function readContactNames(
  { kysely, dialect }: Session,
  organizationId: string,
  values: readonly { readonly value: CustomValue }[],
): Promise<ExportRow['nameOfContact']> {
  const ids = values.flatMap(({ value }) => (value.kind === 'contact' ? value.contactId : []));
  if (ids.length === 0) return () => null;
  const contacts = await kysely
    .selectFrom('contact')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .where((eb) => dialect.isOneOf(eb.ref('id'), [...new Set(ids)]))
    .execute();
  const names = new Map(contacts.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? null;
}
