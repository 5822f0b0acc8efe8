/** What is said of something that was created elsewhere, before it came here. */
import type { InputFields } from '../builder.ts';

export const originFields = (t: InputFields) => ({
  dateCreated: t.field({ type: 'DateTime', description: 'When it was created, if that was earlier elsewhere.' }),
  createdById: t.id({ description: 'Who created it, `user_…`, if that was not the caller; null: nobody here.' }),
});
