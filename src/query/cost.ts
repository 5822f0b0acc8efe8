/** Which searches look at every row, because no index can narrow them: said before someone waits for one. */
import type { Field, Table, Tables } from '../filter/field.ts';
import type { Filter } from '../filter/filter.ts';
import { fieldOf } from '../filter/where.ts';
import { leadFigures } from '../lead/figures.ts';
import { fold } from '../value/text.ts';
import { wordsIn } from '../value/word.ts';

/** Indexes of text hold every three characters that stand side by side. */
const shortest = 3;

const computed: ReadonlySet<string> = new Set(leadFigures.map(({ name }) => name));

/** @param plural what the rows are called */
export function costWarnings(filter: Filter, table: Table, tables: Tables, plural: string): readonly string[] {
  if (filter.kind === 'every') return [];
  return [...new Set([...shortTexts(filter)]), ...(narrows(filter, table, tables) ? [] : [scanWarning(plural)])];
}

const scanWarning = (plural: string) =>
  `No index narrows this search: all ${plural} are looked at. A date, a name, a status or a longer word would help.`;

function shortTexts(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case 'contains':
    case 'word':
    case 'phrase':
      return isShort(filter)
        ? [`"${filter.text}" has fewer than ${shortest} characters side by side, which no index of texts holds.`]
        : [];
    case 'and':
    case 'or':
      return filter.filters.flatMap(shortTexts);
    case 'not':
    case 'some':
      return shortTexts(filter.filter);
    default:
      return [];
  }
}

/** Words are looked up one by one, a part of a text as it stands. */
function isShort({ kind, text }: Extract<Filter, { readonly text: string }>): boolean {
  const parts = kind === 'contains' ? [fold(text)] : wordsIn(fold(text));
  return parts.every((part) => [...part].length < shortest);
}

/** Whether some index leads to the rows, or to few more than them. */
function narrows(filter: Filter, table: Table, tables: Tables): boolean {
  switch (filter.kind) {
    case 'every':
    case 'not':
    case 'present':
    case 'part':
    case 'figure':
      return false;
    case 'and':
      return filter.filters.some((part) => narrows(part, table, tables));
    case 'or':
      return filter.filters.every((part) => narrows(part, table, tables));
    case 'word':
    case 'phrase':
    case 'contains':
      return !isShort(filter);
    case 'compare':
    case 'in':
      return !computed.has(filter.field) && !isLongText(fieldOf(table, filter.field));
    case 'some': {
      const related = tables.get(table.relations.get(filter.relation)?.table ?? '');
      return related !== undefined && narrows(filter.filter, related, tables);
    }
  }
}

/** Notes are indexed by what is in them, not as a whole. */
const isLongText = ({ name }: Field) => name === 'note';
