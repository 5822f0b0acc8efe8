/** Groups as bars, lines or a table; a click shows the deals behind a figure. */

import { useAnswer } from '../ask/use-answer.ts';
import { lazy } from '../draw/lazy.tsx';
import { GroupsDocument } from '../generated/documents.ts';
import { Empty } from '../parts/empty.tsx';
import { Failure } from '../parts/failure.tsx';
import { withTerm } from '../search/terms.ts';
import { address, go } from '../state/address.ts';
import { signedIn, timeZone } from '../state/session.ts';
import { Controls } from './controls.tsx';
import { figures, only } from './figures.ts';
import { allKeys } from './keys.ts';
import { type Cell, pivotOf } from './pivot.ts';
import { PivotTable } from './pivot-table.tsx';

/** What draws comes when something is drawn. */
const Canvas = lazy(() => import('./canvas.tsx').then((module) => module.Canvas));

export function Groups() {
  const { query, by, split, figure: wanted, form } = address.value;
  const keys = allKeys(signedIn());
  const found = keys.find(({ name }) => name === by) ?? keys[0];
  const second = keys.find(({ name }) => name === split && name !== found?.name);
  const chosen = [found, second].filter((key) => key !== undefined);
  const figure = figures.find(({ name }) => name === wanted) ?? figures[0];
  if (!figure) return null;
  return <Drawn {...{ query, chosen, figure, form }} />;
}

interface Props {
  readonly query: string;
  readonly chosen: readonly ReturnType<typeof allKeys>[number][];
  readonly figure: (typeof figures)[number];
  readonly form: string;
}

function Drawn({ query, chosen, figure, form }: Props) {
  const isOrdered = chosen.some((key) => key.isOrdered);
  const { data, mistake, isLoading } = useAnswer(GroupsDocument, {
    ...{ query, timeZone, by: chosen.map(({ by }) => by) },
    ...(!isOrdered && { orderBy: { measure: figure.measure, direction: 'DESC' } }),
    ...only(figure),
  });
  const groups = data?.opportunityReport?.groups;
  const pivot = pivotOf(groups?.nodes ?? [], figure);
  const open = ({ keys }: Cell) => {
    const narrowed = keys.reduce((text, key, index) => withTerm(text, chosen[index]?.term(key) ?? ''), query);
    go({ view: 'table', query: narrowed });
  };
  const shared = { pivot, figure, onOpen: open };
  const more = (groups?.totalCount ?? 0) - (groups?.nodes.length ?? 0);
  return (
    <>
      <Controls />
      {mistake && <Failure mistake={mistake} />}
      <div class="charts" data-loading={isLoading}>
        {groups?.nodes.length === 0 && <Empty />}
        {groups && groups.nodes.length > 0 && (
          <>
            {form !== 'pivot' && <Canvas {...shared} isLine={form === 'lines'} />}
            {more > 0 && (
              <p class="quiet">{more} more groups are not shown: narrow the search, or choose longer periods.</p>
            )}
            <PivotTable {...shared} titles={chosen.map(({ title }) => title)} />
          </>
        )}
      </div>
    </>
  );
}
