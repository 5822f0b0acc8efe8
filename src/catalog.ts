/** All tables one can ask about, put together once; those with custom fields, once for each organization that has some. */
import type { CustomFieldDefinition } from './custom-field/definition.ts';
import { withCustomFields } from './custom-field/table.ts';
import type { Table, Tables } from './filter/field.ts';
import { contactTable, leadTable } from './lead/table.ts';
import { statusChangeTable } from './opportunity/status-change-table.ts';
import { opportunityTable } from './opportunity/table.ts';

export interface Catalog {
  readonly opportunity: Table;
  readonly lead: Table;
  readonly contact: Table;
  readonly statusChange: Table;
  readonly tables: Tables;
}

export function catalogOf(definitions: readonly CustomFieldDefinition[]): Catalog {
  const opportunity = withCustomFields(opportunityTable, 'opportunity', definitions);
  const lead = withCustomFields(leadTable, 'lead', definitions);
  const all = [opportunity, lead, contactTable, statusChangeTable];
  return {
    opportunity,
    lead,
    contact: contactTable,
    statusChange: statusChangeTable,
    tables: new Map(all.map((table) => [table.name, table])),
  };
}

/** Enough for every question that mentions no custom field. */
export const plainCatalog = catalogOf([]);
