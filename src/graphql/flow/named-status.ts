/** Which status it is about, also one that has been deleted. */
import type { FlowStatus } from '../../opportunity/flow/flow.ts';
import { builder } from '../builder.ts';
import { OpportunityStatus } from '../pipeline/pipeline.ts';

interface OfStatus {
  readonly status: FlowStatus;
}

type ObjectRef<Source> = ReturnType<ReturnType<typeof builder.objectRef<Source>>['implement']>;

/** To an object that is of one status. */
export function nameStatus<Source extends OfStatus>(type: ObjectRef<Source>): void {
  builder.objectFields(type, (t) => ({
    statusId: t.id({ description: '`stat_…`, also of one that has been deleted.', resolve: ({ status }) => status.id }),
    label: t.string({
      description: 'What it is called now; one that has been deleted ends in ` (deleted)`.',
      resolve: ({ status }) => status.label,
    }),
    status: t.field({
      type: OpportunityStatus,
      nullable: true,
      description: 'The status; null when it has been deleted.',
      resolve: ({ status }, _args, { loaders }) => loaders.status.load(status.id),
    }),
  }));
}
