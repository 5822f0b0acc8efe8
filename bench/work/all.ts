/** All that is measured, in the order in which it is told. */
import { groupings } from './groups.ts';
import { lists } from './lists.ts';
import { pages } from './page.ts';
import { searches } from './search.ts';
import { timeQuestions } from './time.ts';
import { totalsOfLists } from './totals.ts';
import type { Work } from './work.ts';
import { writes } from './writes.ts';

export const allWork: readonly Work[] = [
  ...pages,
  ...totalsOfLists,
  ...groupings,
  ...searches,
  ...lists,
  ...timeQuestions,
  ...writes,
];
