/** What went in by status: figures that a person can hold against those of the source. */
import type { StatusType } from '../value/status-type.ts';
import type { Change } from './change.ts';

export interface StatusSum {
  readonly label: string;
  readonly type: StatusType;
  readonly count: number;
  /** Minor units, whatever their period. */
  readonly value: bigint;
}

export function sumByStatus() {
  const sums = new Map<string, StatusSum>();
  return {
    add(changes: readonly Pick<Change, 'status' | 'columns'>[]) {
      for (const { status, columns } of changes) {
        const { id, label, type } = status;
        const before = sums.get(id) ?? { label, type, count: 0, value: 0n };
        sums.set(id, { ...before, count: before.count + 1, value: before.value + (columns.value ?? 0n) });
      }
    },
    all: (): readonly StatusSum[] => [...sums.values()],
  };
}
