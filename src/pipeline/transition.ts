/** A change of status as history keeps it: what the statuses were called then. They may be renamed or removed later. */
import type { Status } from './statuses.ts';

/** Columns of `status_change`. */
export const transitionColumns = (from: Status, to: Status) => ({
  old_status_id: from.id,
  old_status_label: from.label,
  old_status_label_folded: from.labelFolded,
  old_status_type: from.type,
  old_pipeline_id: from.pipelineId,
  old_pipeline_name: from.pipelineName,
  new_status_id: to.id,
  new_status_label: to.label,
  new_status_label_folded: to.labelFolded,
  new_status_type: to.type,
  new_pipeline_id: to.pipelineId,
  new_pipeline_name: to.pipelineName,
});
