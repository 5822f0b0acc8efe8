/** Every path of the REST API, and every resource that they show. */
import { contactRoutes } from './contact.ts';
import { contact } from './contact-fields.ts';
import { customFieldRoutes } from './custom-field.ts';
import { customField, sharedCustomField } from './custom-field-resource.ts';
import { fieldSchemaRoutes } from './field-schema.ts';
import { leadRoutes } from './lead.ts';
import { lead } from './lead-fields.ts';
import { opportunityRoutes } from './opportunity.ts';
import { opportunity } from './opportunity-fields.ts';
import { apiKey, me, organizationRoutes } from './organization.ts';
import { organization } from './organization-fields.ts';
import { pipeline, pipelineRoutes } from './pipeline.ts';
import { schemasOf } from './resource-schema.ts';
import type { Route } from './route.ts';
import type { Schema } from './schema.ts';
import { sharedFieldRoutes } from './shared-field.ts';
import { leadStatus, opportunityStatus, statusRoutes } from './status.ts';
import { statusChange, statusChangeRoutes } from './status-change.ts';
import { user, userRoutes } from './user.ts';

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
