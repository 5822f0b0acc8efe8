import { signedIn } from '../state/session.ts';
import type { Figure } from './figures.ts';
import { type Cell, labelOf, type Pivot } from './pivot.ts';

interface Props {
  readonly pivot: Pivot;
  readonly figure: Figure;
  /** Of the keys. */
  readonly titles: readonly string[];
  onOpen(cell: Cell): void;
}

export function PivotTable({ pivot, figure, titles, onOpen }: Props) {
  const { currency } = signedIn().organization;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section class="pivot" tabIndex={0} aria-label={`${figure.title} by ${titles.join(' and ')}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{titles.join(' / ')}</th>
            {pivot.columns.map((column) => (
              <th key={column?.key ?? ''} scope="col" class="number">
                {column ? labelOf(column) : figure.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pivot.rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{labelOf(row)}</th>
              {pivot.columns.map((column) => {
                const cell = pivot.cell(row, column);
                return (
                  <td key={column?.key ?? ''} class="number">
                    {cell ? (
                      <button type="button" class="plain" title="Show these deals" onClick={() => onOpen(cell)}>
                        {figure.show(cell.value, currency)}
                      </button>
                    ) : (
                      '–'
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
