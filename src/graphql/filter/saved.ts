/** `view`: what a saved view finds, as an argument of lists. */
import type { When } from '../../caller.ts';
import { at } from '../../errors.ts';
import { invalid } from '../../value/input.ts';

import { type Meaning, openViews } from '../../view/meaning.ts';
import type { Arguments } from '../connection/connection.ts';
import type { Context } from '../context.ts';

export interface ViewArgument {
  readonly view?: string | null | undefined;
}

export const viewArgument = (t: Arguments, what: string) => ({
  view: t.arg.id({ description: `Only ${what} that this saved view finds, \`save_…\`: see \`savedViews\`.` }),
});

/** Undefined where none is asked for. @throws INVALID_INPUT for one that there is not, and what is wrong with it by now */
export async function readView(
  { session, caller }: Pick<Context, 'session' | 'caller'>,
  { view }: ViewArgument,
  type: 'opportunity' | 'lead',
  when: When,
): Promise<Meaning | undefined> {
  if (view == null) return undefined;
  const { byId } = await openViews(session, { ...caller, ...when }, { ids: [view] });
  const meaning = at('view', () => byId(view, type));
  if (meaning) return meaning;
  throw invalid('view', `There is no saved view of this id that you may see, and that finds this kind of object.`);
}
