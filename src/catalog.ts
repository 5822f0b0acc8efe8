/** All tables one can ask about, put together once; those with custom fields, once for each organization that has some. */
import { activityTable, leadStatusChangeTable, noteTable, taskCompletionTable } from './activity/table.ts';
import type { CustomFieldDefinition } from './custom-field/definition.ts';
import { withCustomFields } from './custom-field/table.ts';
import { eventTable } from './event/table.ts';
import type { Table, Tables } from './filter/field.ts';
import { contactTable, leadTable } from './lead/table.ts';
import { statusChangeTable } from './opportunity/status-change-table.ts';
import { opportunityTable } from './opportunity/table.ts';
import { taskTable } from './task/table.ts';
import { webhookDeliveryTable } from './webhook/table.ts';

export interface Catalog {
  readonly opportunity: Table;
  readonly lead: Table;
  readonly contact: Table;
  readonly statusChange: Table;
  readonly task: Table;
  readonly note: Table;
  readonly leadStatusChange: Table;
  readonly taskCompletion: Table;
  readonly activity: Table;
  readonly event: Table;
  readonly webhookDelivery: Table;
  readonly tables: Tables;
}

export function catalogOf(definitions: readonly CustomFieldDefinition[]): Catalog {
  const opportunity = withCustomFields(opportunityTable, 'opportunity', definitions);
  const lead = withCustomFields(leadTable, 'lead', definitions);
  const others = [
    statusChangeTable,
    taskTable,
    noteTable,
    leadStatusChangeTable,
    taskCompletionTable,
    activityTable,
    eventTable,
    webhookDeliveryTable,
  ];
  const all = [opportunity, lead, contactTable, ...others];
  return {
    opportunity,
    lead,
    contact: contactTable,
    statusChange: statusChangeTable,
    task: taskTable,
    note: noteTable,
    leadStatusChange: leadStatusChangeTable,
    taskCompletion: taskCompletionTable,
    activity: activityTable,
    event: eventTable,
    webhookDelivery: webhookDeliveryTable,
    tables: new Map(all.map((table) => [table.name, table])),
  };
}

/** Enough for every question that mentions no custom field. */
export const plainCatalog = catalogOf([]);
