/** `readOpportunities`: all that match, as a table of the fields that are wanted. */
import { readCustomFields } from '../custom-field/definition.ts';
import type { Session } from '../db/client.ts';
import type { Order } from '../filter/order.ts';
import type { Where } from '../filter/where.ts';
import { exportColumns } from './column.ts';
import type { Sheet } from './format.ts';
import { readPeople } from './people.ts';
import { readExportRows } from './row.ts';

export interface OpportunitiesWanted {
  readonly where: Where;
  readonly order: Order;
  /** @default all that an import needs to make the same opportunities again */
  readonly fields: readonly string[] | undefined;
  readonly currency: string;
}

/** Nothing but what it needs to begin is read before its rows are asked for. @throws INVALID_INPUT with the path `fields` */
export async function readOpportunities(
  session: Session,
  { where, order, fields, currency }: OpportunitiesWanted,
): Promise<Sheet> {
  const { organizationId } = where.scope;
  const columns = exportColumns(await readCustomFields(session, organizationId), fields, currency);
  const nameOfUser = await readPeople(session, organizationId);
  const wanted = { where, order, fields: columns.flatMap(({ field }) => field ?? []), nameOfUser };
  async function* rows() {
    for await (const portion of readExportRows(session, wanted))
      yield portion.map((row) => columns.map(({ cell }) => cell(row)));
  }
  return { names: columns.map(({ name }) => name), rows: rows() };
}
