/** All that matches, a screen at a time: the next page is asked for as the last rows come near. */
import { useRef, useState } from 'preact/hooks';
import { useDeals } from '../ask/use-deals.ts';
import { Empty } from '../parts/empty.tsx';
import { Failure } from '../parts/failure.tsx';
import { useWindow } from '../parts/use-window.ts';
import { address } from '../state/address.ts';
import { signedIn, timeZone } from '../state/session.ts';
import { allColumns, isOwn } from './columns.tsx';
import { Heading } from './heading.tsx';
import { Row } from './row.tsx';
import { Toolbar } from './toolbar.tsx';

const rowHeight = 36;

export function Table() {
  const { query, columns: chosen } = address.value;
  const names = chosen.split(',');
  const columns = allColumns(signedIn()).filter(({ name }) => names.includes(name));
  const withCustom = names.some((name) => !isOwn(name));
  const { rows, before, behind, hasMore, isLoading, mistake, look } = useDeals({
    ...{ query, timeZone, first: 100, withCustom },
  });
  const count = before + rows.length + behind;
  const [selected, select] = useState<ReadonlySet<string>>(new Set());
  const box = useRef<HTMLDivElement>(null);
  const { from, to, above, below } = useWindow(box, {
    ...{ before, count: rows.length, behind, height: rowHeight, look },
  });

  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    select(next);
  };

  if (mistake) return <Failure mistake={mistake} />;
  return (
    <>
      <Toolbar columns={columns} selected={selected} onDone={() => select(new Set())} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
      <section class="scroll" ref={box} tabIndex={0} aria-label="Deals" data-loading={isLoading}>
        {count === 0 && !isLoading ? (
          <Empty />
        ) : (
          <table class="deals" aria-rowcount={hasMore ? -1 : count + 1}>
            <Heading columns={columns} />
            <tbody>
              {above > 0 && <Gap height={above} />}
              {rows
                .slice(from, to)
                .map((deal, index) =>
                  deal ? (
                    <Row
                      key={deal.id}
                      {...{ deal, columns, number: before + from + index + 2 }}
                      isSelected={selected.has(deal.id)}
                      onSelect={toggle}
                    />
                  ) : (
                    <Gap key={before + from + index} height={rowHeight} />
                  ),
                )}
              {below > 0 && <Gap height={below} />}
            </tbody>
          </table>
        )}
        {hasMore && <p class="quiet more">Loading more…</p>}
      </section>
    </>
  );
}

const Gap = ({ height }: { readonly height: number }) => <tr class="gap" style={{ height: `${height}px` }} />;
