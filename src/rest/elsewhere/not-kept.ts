/**
 * What the source API has and the gateway does not keep: lists of it are empty, so that programs which read all there is go
 * on; there is none of an id; and what would be written is refused in a sentence, for to take it would be to lose it.
 */

import { assertRight } from '../../caller.ts';
import { readPaging } from '../paging.ts';
import { pagingParams } from '../parameters.ts';
import { problem } from '../problem.ts';
import { pageOf } from '../resource-schema.ts';
import type { RestRequest, Route, WriteMethod } from '../route.ts';
import { anything, object } from '../schema.ts';

interface Kind {
  readonly path: string;
  /** In «Empty query: … matching query does not exist.» */
  readonly resource: string;
  /** As a sentence calls them. */
  readonly several: string;
}

const kinds: readonly Kind[] = [
  { path: '/activity/call/', resource: 'Call', several: 'calls' },
  { path: '/activity/email/', resource: 'Email', several: 'e-mails' },
  { path: '/activity/emailthread/', resource: 'EmailThread', several: 'e-mail threads' },
  { path: '/activity/meeting/', resource: 'Meeting', several: 'meetings' },
  { path: '/activity/sms/', resource: 'SMS', several: 'text messages' },
  { path: '/activity/custom/', resource: 'CustomActivity', several: 'custom activities' },
  { path: '/activity/created/', resource: 'Created', several: 'notices of what was created' },
  { path: '/activity/whatsapp_message/', resource: 'WhatsAppMessage', several: 'WhatsApp messages' },
  { path: '/activity/form_submission/', resource: 'FormSubmission', several: 'answers to forms' },
  { path: '/activity/lead_merge/', resource: 'LeadMerge', several: 'notices of merged leads' },
  { path: '/comment/', resource: 'Comment', several: 'comments' },
  { path: '/comment_thread/', resource: 'CommentThread', several: 'comments' },
  { path: '/bulk_action/email/', resource: 'BulkEmail', several: 'e-mails to many' },
  { path: '/bulk_action/sequence_subscription/', resource: 'BulkSubscription', several: 'subscriptions of many' },
  { path: '/bulk_action/edit/', resource: 'BulkEdit', several: 'changes of many leads at once' },
  { path: '/bulk_action/delete/', resource: 'BulkDelete', several: 'deletions of many leads at once' },
  { path: '/outcome/', resource: 'Outcome', several: 'outcomes of calls and meetings' },
  { path: '/custom_object/', resource: 'CustomObject', several: 'custom objects' },
  { path: '/custom_activity/', resource: 'CustomActivityType', several: 'kinds of custom activities' },
  { path: '/custom_object_type/', resource: 'CustomObjectType', several: 'kinds of custom objects' },
  { path: '/sequence/', resource: 'Sequence', several: 'sequences' },
  { path: '/sequence_subscription/', resource: 'SequenceSubscription', several: 'subscriptions to sequences' },
  { path: '/email_template/', resource: 'EmailTemplate', several: 'e-mail templates' },
  { path: '/sms_template/', resource: 'SmsTemplate', several: 'templates of text messages' },
  { path: '/phone_number/', resource: 'PhoneNumber', several: 'phone numbers of its own' },
  { path: '/connected_account/', resource: 'ConnectedAccount', several: 'connected accounts' },
  { path: '/send_as/', resource: 'SendAs', several: 'rights to send for others' },
  { path: '/integration_link/', resource: 'IntegrationLink', several: 'integration links' },
];

/** As elsewhere; there is nothing on any page. */
const bounds = { limit: 1000 };

function routesOf({ path, resource, several }: Kind): readonly Route[] {
  const one = `${path}{id}/`;
  const refuse = async ({ caller, right }: RestRequest) => {
    if (right) assertRight(caller, right);
    throw problem(400, `The gateway keeps no ${several}: nothing was stored.`);
  };
  const writing = (method: WriteMethod, to: string): Route => ({
    ...{ method, path: to, resource, right: 'write', answer: object({}), handle: refuse },
    summary: `Refused: the gateway keeps no ${several}`,
  });
  return [
    {
      ...{ method: 'GET', path, resource, summary: `List ${several}: there are none` },
      parameters: pagingParams(bounds),
      answer: pageOf(anything),
      async handle({ params }) {
        readPaging(params, bounds);
        return { data: [], has_more: false };
      },
    },
    {
      ...{ method: 'GET', path: one, resource, summary: `There are no ${several}`, answer: object({}) },
      async handle() {
        throw problem(404, `Empty query: ${resource} matching query does not exist.`);
      },
    },
    writing('POST', path),
    writing('PUT', one),
    writing('DELETE', one),
  ];
}

export const notKeptRoutes: readonly Route[] = kinds.flatMap(routesOf);
