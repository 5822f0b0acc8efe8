/** What each column of a file means: what people said, what is called as ours are, what the system of the file calls so. */
import type { CustomFieldDefinition } from '../../custom-field/definition.ts';
import { nearest } from '../../value/text.ts';
import { unreadable } from '../file/source.ts';
import { keyOfMeaning, leftOut, type Meaning, ofDeals, ownMeaning, saidMeaning, type Vocabulary } from './field.ts';
import { fieldIn, type LayoutOf, layoutOf } from './layouts.ts';
import type { MappingOptions } from './options.ts';

export interface Resolved {
  /** The system that the file is from, where that is known by its columns. */
  readonly system: string | undefined;
  readonly meanings: ReadonlyMap<string, Meaning>;
}

/** What a file of its kind may say. */
export interface Language {
  readonly vocabulary: Vocabulary;
  readonly layout: LayoutOf;
}

/** @throws DomainError: unknown columns in a mapping, two columns of one meaning */
export function resolve(
  columns: readonly string[],
  options: Pick<MappingOptions, 'map' | 'onlyMapped'>,
  definitions: readonly CustomFieldDefinition[],
  { vocabulary, layout: layoutFor }: Language = { vocabulary: ofDeals, layout: layoutOf },
): Resolved {
  assertThere(columns, options.map);
  const meanings = new Map<string, Meaning>();
  const taken = new Map<string, string>();
  const take = (column: string, meaning: Meaning) => {
    const key = keyOfMeaning(meaning);
    const other = taken.get(key);
    if (other !== undefined && meaning.kind !== 'left out') throw twice(other, column, key);
    taken.set(key, column);
    meanings.set(column, meaning);
  };
  for (const [column, said] of options.map) take(column, saidMeaning(said, vocabulary));
  for (const column of columns) {
    const own = meanings.has(column) ? undefined : ownMeaning(column, vocabulary);
    if (own) take(column, known(own, column, definitions));
  }
  // What is called as ours are is from here, however much of it another system calls alike.
  const others = columns.filter((column) => !meanings.has(column));
  const layout = layoutFor(others);
  for (const column of others) {
    const name = layout && fieldIn(layout, column);
    // A system may have two dates of closing, and two names for an id: the first counts.
    if (name && !taken.has(name)) take(column, { kind: 'field', name });
    else if (options.onlyMapped) take(column, leftOut);
    else take(column, { kind: 'custom', field: { name: column, type: undefined, acceptsMultipleValues: false } });
  }
  // An object of the API has its own id, which is what it is called elsewhere.
  if (!taken.has('external_id') && columns.includes('id')) meanings.set('id', { kind: 'field', name: 'external_id' });
  return { system: layout?.system, meanings };
}

/** A field of another organization has an id that says nothing here, and so neither its name nor its type is known. */
function known(meaning: Meaning, column: string, definitions: readonly CustomFieldDefinition[]): Meaning {
  if (meaning.kind !== 'custom' || !/^cf_\w{20,}$/.test(meaning.field.name)) return meaning;
  if (definitions.some(({ id }) => id === meaning.field.name)) return meaning;
  throw unreadable(
    `Column ${column} is a custom field of another organization, whose name is not in the file. Say what it is: --map "${column}=custom.Seats:number", or leave it out: --map "${column}=-". What export writes has the names.`,
  );
}

function assertThere(columns: readonly string[], map: MappingOptions['map']): void {
  for (const column of map.keys()) {
    if (columns.includes(column)) continue;
    const meant = nearest(column, columns);
    const advice = meant ? `Did you mean ${JSON.stringify(meant)}?` : `It has ${columns.join(', ')}.`;
    throw unreadable(`The file has no column ${JSON.stringify(column)}. ${advice}`);
  }
}

const twice = (one: string, other: string, key: string) =>
  unreadable(
    `Columns ${JSON.stringify(one)} and ${JSON.stringify(other)} both are ${key}. Say which is not: --map ${JSON.stringify(`${other}=-`)}, for example.`,
  );
