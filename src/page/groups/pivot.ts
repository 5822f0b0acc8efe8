/** Groups of one or two keys as rows and columns. */
import type { Figure, Group } from './figures.ts';
import type { GroupKey } from './keys.ts';

export interface Cell {
  readonly value: number | null;
  /** Of a row, and of a column where there are two keys. */
  readonly keys: readonly GroupKey[];
}

export interface Pivot {
  readonly rows: readonly GroupKey[];
  /** One without a key, where there is one key. */
  readonly columns: readonly (GroupKey | undefined)[];
  cell(row: GroupKey, column: GroupKey | undefined): Cell | undefined;
}

const distinct = (keys: readonly (GroupKey | undefined)[]) => [...new Map(keys.map((key) => [key?.key, key])).values()];

export function pivotOf(groups: readonly Group[], { read }: Figure): Pivot {
  const name = (row: string | undefined, column: string | undefined) => JSON.stringify([row, column]);
  const cells = new Map(
    groups.map((group): [string, Cell] => [
      name(group.keys[0]?.key, group.keys[1]?.key),
      { value: read(group) ?? null, keys: group.keys },
    ]),
  );
  return {
    rows: distinct(groups.map(({ keys }) => keys[0])).filter((key) => key !== undefined),
    columns: distinct(groups.map(({ keys }) => keys[1])),
    cell: (row, column) => cells.get(name(row.key, column?.key)),
  };
}

export const labelOf = (key: GroupKey | undefined): string => key?.label ?? (key ? 'None' : '');
