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
import { builder } from './builder.ts';

export const schema = builder.toSchema();
