/** The price of a field by itself: what it declares, and for the rest what its type and the names of its arguments tell. */
import { type GraphQLField, type GraphQLOutputType, isListType, isNonNullType } from 'graphql';
import { pageSize } from '../../filter/page.ts';
import { filterOfDrillDown } from '../drill-down.ts';
import { type AskedArguments, pointsOf, type Weight } from './weight.ts';

export interface Price {
  readonly statement: number;
  readonly looks: number;
  /** 1 if it reads the page of its list. */
  readonly reads: number;
  /** What each look at the field's filter or search costs. */
  readonly look: number;
  /** How many objects it gives; undefined: as many as a page of the list that it stands in. */
  readonly size: number | undefined;
  readonly page: number;
}

/** A list without a size of its own: of contacts, of people, of statuses. */
const usualList = 10;

/** Of the schema itself, the standard question for all of it has to pass, but not thirty of them in one. */
const introspected = { types: 20, other: 2 };

type Field = GraphQLField<unknown, unknown>;

export function priceOf(field: Field | undefined, args: AskedArguments, parent = ''): Price {
  const { statement = 0, looks = 0, size, page }: Weight = weightOf(field);
  const list = field !== undefined && isList(field.type) ? listSize(field, parent) : 1;
  return {
    statement: pointsOf(statement, args),
    looks: looks === 'page' ? 0 : looks,
    reads: looks === 'page' ? 1 : 0,
    look: lookOf(args),
    size: size === 'page' ? undefined : positive(pointsOf(size ?? list, args)),
    page: positive(page === undefined ? pageOf(args) : pointsOf(page, args)),
  };
}

export function weightOf(field: Field | undefined): Weight {
  return (field?.extensions.weight as Weight | undefined) ?? {};
}

function listSize({ name }: Field, parent: string): number {
  if (!parent.startsWith('__')) return usualList;
  return name === 'types' ? introspected.types : introspected.other;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

/** Nothing would make what is below it free. */
const positive = (size: number) => Math.max(1, size);

/** What is out of bounds is refused when it is executed, in words of its own. */
function pageOf({ first, last }: AskedArguments): number {
  const asked = [first, last].filter((count): count is number => typeof count === 'number' && !Number.isNaN(count));
  return Math.min(pageSize.maximum, asked.length === 0 ? pageSize.default : Math.max(...asked));
}

/** What a saved view says is not known yet: as much as a search of some words. */
const search = { any: 2000, word: 500, saved: 5000 };
const filter = { any: 2000, term: 50, dear: 1000 };

/** More are refused when the filter is compiled, before the database is asked. */
const mostTerms = 500;

function lookOf(args: AskedArguments): number {
  const searches = [args.query, args.leadQuery].filter((text) => typeof text === 'string');
  const words = searches.map((text) => search.any + search.word * Math.min(mostTerms, text.split(/\s+/).length));
  const within = typeof args.within === 'string' ? filterOfDrillDown(args.within) : undefined;
  const saved = typeof args.view === 'string' ? search.saved : 0;
  return words.reduce((sum, points) => sum + points, saved + lookOfFilter(args.filter) + lookOfFilter(within));
}

function lookOfFilter(asked: unknown): number {
  if (typeof asked !== 'object' || asked === null) return 0;
  const { terms, dear } = termsOf(asked);
  return filter.any + filter.term * terms + filter.dear * dear;
}

/** Its comparisons, those with any part of a text and with a figure apart: no index may help them. */
function termsOf(asked: object): { terms: number; dear: number } {
  let terms = 0;
  let dear = 0;
  const open: [name: string, value: unknown][] = Object.entries(asked);
  for (let next = open.pop(); next && terms < mostTerms; next = open.pop()) {
    const [name, value] = next;
    if (Array.isArray(value) && name !== 'in') open.push(...value.map((part): [string, unknown] => [name, part]));
    else if (typeof value === 'object' && value !== null && name !== 'in') open.push(...Object.entries(value));
    else {
      terms++;
      if (name === 'contains' || name === 'measure') dear++;
    }
  }
  return { terms, dear };
}
