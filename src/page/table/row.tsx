import type { Deal } from '../ask/use-deals.ts';
import { go, linkTo } from '../state/address.ts';
import { mayChange } from '../state/session.ts';
import type { Column } from './columns.tsx';

interface Props {
  readonly deal: Deal;
  readonly columns: readonly Column[];
  /** Among all rows, the heading being the first. */
  readonly number: number;
  readonly isSelected: boolean;
  onSelect(id: string): void;
}

export function Row({ deal, columns, number, isSelected, onSelect }: Props) {
  return (
    <tr aria-rowindex={number} aria-selected={isSelected} data-deal={deal.id}>
      {mayChange() && (
        <td class="check">
          <input
            type="checkbox"
            aria-label={`Select ${deal.lead.name}`}
            checked={isSelected}
            onChange={() => onSelect(deal.id)}
          />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.name} class={column.isNumber ? 'number' : column.name}>
          {column.name === 'lead' ? (
            <a
              href={linkTo({ deal: deal.id })}
              onClick={(event) => {
                event.preventDefault();
                go({ deal: deal.id });
              }}
            >
              {column.cell(deal)}
            </a>
          ) : (
            column.cell(deal)
          )}
        </td>
      ))}
    </tr>
  );
}
