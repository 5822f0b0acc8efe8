/** The schema's table of contents. */
import './scalars.ts';
import './enums.ts';
import './node-query.ts';
import './organization.ts';
import './user.ts';
import './pipeline.ts';
import './contact.ts';
import './lead.ts';
import './custom-field.ts';
import './opportunity.ts';
import './opportunity-connection.ts';
import './opportunity-groups.ts';
import './opportunities-of.ts';
import './explain-query.ts';
import './status-history.ts';
import './opportunity-changes.ts';
import './opportunity-batches.ts';
import './lead-changes.ts';
import './contact-changes.ts';
import './opportunity-status-changes.ts';
import './pipeline-changes.ts';
import './lead-status-changes.ts';
import './custom-field-changes.ts';
import './user-changes.ts';
import './opportunity-changed.ts';
import { builder } from './builder.ts';

export const schema = builder.toSchema();
