/** Every path of the REST API, and every resource that they show. */

import { contact } from './contact/fields.ts';
import { contactRoutes } from './contact/routes.ts';
import { fieldSchemaRoutes } from './custom-field/field-schema.ts';
import { customField, sharedCustomField } from './custom-field/resource.ts';
import { customFieldRoutes } from './custom-field/routes.ts';
import { sharedFieldRoutes } from './custom-field/shared-field.ts';
import { lead } from './lead/fields.ts';
import { leadRoutes } from './lead/routes.ts';
import { opportunity } from './opportunity/fields.ts';
import { opportunityRoutes } from './opportunity/routes.ts';
import { statusChange, statusChangeRoutes } from './opportunity/status-change.ts';
import { organization } from './organization/fields.ts';
import { apiKey, me, organizationRoutes } from './organization/routes.ts';
import { user, userRoutes } from './organization/user.ts';
import { pipeline, pipelineRoutes } from './pipeline/routes.ts';
import { leadStatus, opportunityStatus, statusRoutes } from './pipeline/status.ts';
import { schemasOf } from './resource-schema.ts';
import type { Route } from './route.ts';
import type { Schema } from './schema.ts';

export const routes: readonly Route[] = [
  ...opportunityRoutes,
  ...leadRoutes,
  ...contactRoutes,
  ...statusChangeRoutes,
  ...pipelineRoutes,
  ...statusRoutes,
  ...customFieldRoutes,
  ...sharedFieldRoutes,
  ...fieldSchemaRoutes,
  ...userRoutes,
  ...organizationRoutes,
];

/** By the names under which answers refer to them. */
export const schemas: Readonly<Record<string, Schema>> = {
  ...schemasOf(opportunity),
  ...schemasOf(lead),
  ...schemasOf(contact),
  ...schemasOf(statusChange),
  ...schemasOf(pipeline),
  ...schemasOf(opportunityStatus),
  ...schemasOf(leadStatus),
  ...schemasOf(customField),
  ...schemasOf(sharedCustomField),
  ...schemasOf(user),
  ...schemasOf(me),
  ...schemasOf(apiKey),
  ...schemasOf(organization),
};
