/** `/activity/`: what happened at leads, of all kinds in one list. */
import { activityTypes } from '../../activity/table.ts';
import { newestFirst } from '../../filter/order.ts';
import { readSlice } from '../../filter/slice.ts';
import { askedFields } from '../asked.ts';
import { exactly, moment, ownOrganization, readFilters, word } from '../filters.ts';
import { orderParams, readOrder } from '../list.ts';
import { readPaging } from '../paging.ts';
import { fieldsParam, filterParams, pagingParams } from '../parameters.ts';
import { openQuestion } from '../question.ts';
import { readByIds } from '../read.ts';
import { answerOf, pageOf } from '../resource-schema.ts';
import type { RestRequest, Route } from '../route.ts';
import { activityKinds, readEachKind } from './kinds.ts';
import { activityOrders } from './note.ts';

/** Those of the source API: a program may ask for calls, of which there are none, but a word that is no kind is a mistake. */
const knownTypes = [
  ...activityTypes,
  ...['Call', 'Email', 'EmailThread', 'Meeting', 'SMS', 'Custom', 'CustomActivity', 'Created'],
  ...['WhatsAppMessage', 'FormSubmission', 'LeadMerge'],
];

const filters = [
  exactly('id', 'The id of the activity.'),
  exactly('lead_id', 'The lead at which it happened.'),
  exactly('contact_id', 'The person there.'),
  exactly('user_id', 'Whose it is.'),
  word('_type', 'Of which kind; of those that the gateway does not keep there are none.', knownTypes, 'type'),
  moment('date_created', 'When it was created.'),
  moment('activity_at', 'When it happened.'),
  ownOrganization,
];

const bounds = { limit: 1000 };

export const activityRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: '/activity/', resource: 'Activity', summary: 'List what happened, of all kinds' },
    parameters: [...filterParams(filters), ...orderParams(activityOrders), fieldsParam, ...pagingParams(bounds)],
    answer: pageOf({ anyOf: activityKinds.map(answerOf) }),
    handle({ caller, database, viewer, params }: RestRequest) {
      const { skip, limit } = readPaging(params, bounds);
      const filter = readFilters(filters, params, caller);
      const order = readOrder(params, activityOrders) ?? newestFirst;
      return database.read(async (session) => {
        const { where } = await openQuestion(session, caller, params, { table: 'activity', filter });
        const ids = await readSlice(session, where, order, { skip, limit: limit + 1 });
        const shown = ids.slice(0, limit);
        const all = await readEachKind((kind) => readByIds(session, viewer, kind, askedFields(kind, params), shown));
        const byId = new Map(all.map(({ id, body }) => [id, body]));
        return { data: shown.flatMap((id) => byId.get(id) ?? []), has_more: ids.length > limit };
      });
    },
  },
];
