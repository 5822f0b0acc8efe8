/** Who made what an import adds beside the deals, and when: no file says it of leads and people. */
import { toDate } from '../value/period.ts';
import type { Target } from './target.ts';

export const madeBy = ({ now, authorId }: Target) => ({
  ...{ date_created: toDate(now), date_updated: toDate(now) },
  ...{ created_by: authorId, updated_by: authorId },
});
