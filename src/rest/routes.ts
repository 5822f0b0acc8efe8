/** Every path of the REST API, and every resource that they show. */

import { leadStatusChange, leadStatusChangeRoutes } from './activity/lead-status-change.ts';
import { activityRoutes } from './activity/mixed.ts';
import { note, noteRoutes } from './activity/note.ts';
import { taskCompletion, taskCompletionRoutes } from './activity/task-completion.ts';
import { contact } from './contact/fields.ts';
import { contactRoutes } from './contact/routes.ts';
import { fieldSchemaRoutes } from './custom-field/field-schema.ts';
import { customField, schemaField, sharedCustomField } from './custom-field/resource.ts';
import { customFieldRoutes } from './custom-field/routes.ts';
import { sharedFieldRoutes } from './custom-field/shared-field.ts';
import { notKeptRoutes } from './elsewhere/not-kept.ts';
import { roleRoutes } from './elsewhere/role.ts';
import { eventRoutes } from './event/routes.ts';
import { exportRoutes } from './export/object.ts';
import { lead } from './lead/fields.ts';
import { leadRoutes } from './lead/routes.ts';
import { opportunity } from './opportunity/fields.ts';
import { opportunityRoutes } from './opportunity/routes.ts';
import { statusChange, statusChangeRoutes } from './opportunity/status-change.ts';
import { organization } from './organization/fields.ts';
import { group, groupRoutes } from './organization/group.ts';
import { apiKey, me, organizationRoutes } from './organization/routes.ts';
import { user, userRoutes } from './organization/user.ts';
import { pipeline, pipelineRoutes } from './pipeline/routes.ts';
import { leadStatus, opportunityStatus, statusRoutes } from './pipeline/status.ts';
import { funnelRoutes } from './report/funnel.ts';
import { reportRoutes } from './report/statuses.ts';
import { schemasOf } from './resource-schema.ts';
import type { Route } from './route.ts';
import type { Schema } from './schema.ts';
import { dataSearchRoutes } from './search/data-search.ts';
import { savedSearch, savedSearchRoutes } from './search/saved-search.ts';
import { task } from './task/fields.ts';
import { taskRoutes } from './task/routes.ts';
import { newWebhook, webhook } from './webhook/fields.ts';
import { webhookRoutes } from './webhook/routes.ts';

export const routes: readonly Route[] = [
  ...opportunityRoutes,
  ...leadRoutes,
  ...contactRoutes,
  ...taskRoutes,
  ...activityRoutes,
  ...noteRoutes,
  ...statusChangeRoutes,
  ...leadStatusChangeRoutes,
  ...taskCompletionRoutes,
  ...pipelineRoutes,
  ...statusRoutes,
  ...customFieldRoutes,
  ...sharedFieldRoutes,
  ...fieldSchemaRoutes,
  ...userRoutes,
  ...organizationRoutes,
  ...groupRoutes,
  ...dataSearchRoutes,
  ...reportRoutes,
  ...funnelRoutes,
  ...exportRoutes,
  ...savedSearchRoutes,
  ...roleRoutes,
  ...eventRoutes,
  ...webhookRoutes,
  ...notKeptRoutes,
];

/** By the names under which answers refer to them. */
export const schemas: Readonly<Record<string, Schema>> = {
  ...schemasOf(opportunity),
  ...schemasOf(lead),
  ...schemasOf(contact),
  ...schemasOf(task),
  ...schemasOf(savedSearch),
  ...schemasOf(webhook),
  ...schemasOf(newWebhook),
  ...schemasOf(note),
  ...schemasOf(statusChange),
  ...schemasOf(leadStatusChange),
  ...schemasOf(taskCompletion),
  ...schemasOf(pipeline),
  ...schemasOf(opportunityStatus),
  ...schemasOf(leadStatus),
  ...schemasOf(customField),
  ...schemasOf(sharedCustomField),
  ...schemasOf(schemaField),
  ...schemasOf(user),
  ...schemasOf(group),
  ...schemasOf(me),
  ...schemasOf(apiKey),
  ...schemasOf(organization),
};
