/** What is wrong with a file, told so that it can be read: one wrong column of 26,000 rows is one thing to know. */
import { formatPlace, formatProblem, type Problem } from '../import/file/problem.ts';

/** Of each column, so that one does not hide the others. */
const shownOfColumn = 5;
const shownInAll = 40;

/** @param file named with each, where there are two */
export function problemDigest(print: (line: string) => void, file?: string) {
  const named = file === undefined ? '' : `${file}, `;
  const columns = new Map<string, { count: number; readonly first: Problem }>();
  let shown = 0;
  return {
    add(problem: Problem): void {
      const name = problem.field ?? '';
      const column = columns.get(name) ?? { count: 0, first: problem };
      column.count += 1;
      columns.set(name, column);
      if (column.count > shownOfColumn || shown >= shownInAll) return;
      shown += 1;
      print(`${named}${formatProblem(problem)}`);
    },
    /** How many there were, where not all were shown. */
    end(): void {
      const all = [...columns.values()].reduce((sum, { count }) => sum + count, 0);
      if (all === shown) return;
      print(`${named}${all - shown} more of these ${all}:`);
      for (const [name, { count, first }] of columns) {
        print(`  ${name || 'the row'}: ${count}, from ${formatPlace(first.place)} on`);
      }
    },
  };
}
