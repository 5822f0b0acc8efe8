/** `/pipeline/` */
import type { Prisma } from '../../db/generated/postgresql/client.ts';
import { createPipeline, deletePipeline, type NewPipeline, updatePipeline } from '../../pipeline/pipeline.ts';
import { type NewStatus, reorderStatuses } from '../../pipeline/status.ts';
import { statusTypes } from '../../value/status-type.ts';
import { bodyFieldsOf, bodySchema, inNamesOf, nested, readBody, readWhole } from '../body-field.ts';
import { crud } from '../crud.ts';
import { fieldsOf, type Resource } from '../field.ts';
import { wholeList } from '../list.ts';
import { anyText, many, named, orNull } from '../reader.ts';
import type { Route } from '../route.ts';
import { described, listOf, localTime, nullable, object, oneOf, text } from '../schema.ts';
import { wireLocal } from '../time.ts';

type PipelineRow = Prisma.PipelineGetPayload<{ include: { statuses: true } }>;

const { column, computed } = fieldsOf<PipelineRow>();

const local = (name: string, key: 'dateCreated' | 'dateUpdated', description: string) =>
  computed(name, localTime, description, (row) => wireLocal(row[key]), { select: { [key]: true } });

const ordered = [{ position: 'asc' }, { id: 'asc' }];

const statusSchema = {
  ...{ id: described(text, '`stat_…`'), label: described(text, 'What it is called.') },
  type: described(oneOf(statusTypes), 'What it means for a deal.'),
};

export const pipeline: Resource<PipelineRow> = {
  name: 'Pipeline',
  description: 'A way that deals go: an ordered list of statuses.',
  rows: (read) => read.pipeline,
  visible: ({ organizationId }) => ({ organizationId }),
  fields: [
    column('id', 'id', text, '`pipe_…`'),
    column('name', 'name', text, 'What it is called.'),
    column('organization_id', 'organizationId', text, 'The organization it belongs to.'),
    computed(
      'statuses',
      listOf(object(statusSchema)),
      'Its statuses, in the order deals go through them.',
      ({ statuses }) => statuses.map(({ id, label, type }) => ({ id, label, type })),
      { select: { statuses: { select: { id: true, label: true, type: true }, orderBy: ordered } } },
    ),
    column('created_by', 'createdById', nullable(text), 'Who created it.'),
    column('updated_by', 'updatedById', nullable(text), 'Who changed it last.'),
    local('date_created', 'dateCreated', 'When it was created, UTC.'),
    local('date_updated', 'dateUpdated', 'When it was last changed, UTC.'),
  ],
};

export const pipelineOrder = ordered;

const status = bodyFieldsOf<NewStatus>();
const newStatusBody = [
  status('label', 'label', anyText, 'What it is called.'),
  status('type', 'type', orNull(anyText), 'active, won or lost.'),
];

const newPipeline = bodyFieldsOf<NewPipeline>();
const newPipelineBody = [
  newPipeline('name', 'name', anyText, 'What it is called.'),
  newPipeline('statuses', 'statuses', many(nested(newStatusBody, ['label'])), 'Its statuses, in order.'),
];

const required = ['name'];

interface Change {
  readonly name?: string;
  readonly statusIds?: readonly string[];
}

const change = bodyFieldsOf<Change>();
const changeBody = [
  change('name', 'name', anyText, 'What it is called.'),
  change('statuses', 'statusIds', many(named('id')), 'Its statuses in their order; one of another pipeline moves in.'),
];

export const pipelineRoutes: readonly Route[] = [
  wholeList(pipeline, '/pipeline/', { several: 'pipelines', orderBy: pipelineOrder }),
  ...crud(pipeline, '/pipeline/', {
    right: 'administer',
    one: 'a pipeline',
    ...{ body: bodySchema(newPipelineBody), required },
    statuses: { created: 201, removed: 204 },
    create: (session, { caller, body }) =>
      createPipeline(session, caller, readWhole<NewPipeline>(newPipelineBody, required, body, caller)),
    update: (session, { caller, body }, id) =>
      inNamesOf(changeBody, body, async () => {
        const { name, statusIds } = readBody<Change>(changeBody, body, caller);
        await updatePipeline(session, caller, id, { ...(name !== undefined && { name }) });
        if (statusIds) await reorderStatuses(session, caller, id, statusIds);
      }),
    remove: (session, { caller }, id) => deletePipeline(session, caller, id),
  }),
];
