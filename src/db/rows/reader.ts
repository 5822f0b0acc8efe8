/** Reads rows as Prisma's client does, with its types and in its words, by one statement each. */
import type { Kysely } from 'kysely';
import { inTurns } from '../../next-turn.ts';
import type { Dialect } from '../dialect.ts';
import type { Prisma } from '../generated/postgresql/client.ts';
import type { Tables } from '../generated/tables.ts';
import { answerColumn, compileFound, compileRows } from './compile.ts';
import type { Found, FoundColumns, FoundRow } from './found.ts';
import { isModelName, type ModelName } from './model.ts';
import type { RowArguments } from './selection.ts';
import { type ShapedRow, shaped } from './shape.ts';

/** Reads what a query finds, with what is selected. */
export interface FoundReader {
  findIn(found: Found, selection: Pick<RowArguments, 'select' | 'include'>): Promise<readonly FoundRow[]>;
}

type ReadMethod = 'findMany' | 'findFirst' | 'findUnique' | 'findUniqueOrThrow' | 'findFirstOrThrow';

/** The part of Prisma's client that reads: Pothos asks it too, for what was not selected before. */
export type RowReader = {
  readonly [Model in Uncapitalize<ModelName>]: Pick<Prisma.TransactionClient[Model], ReadMethod> & FoundReader;
};

export function createRowReader(kysely: Kysely<Tables>, dialect: Dialect): RowReader {
  const made = new Map<string, object>();
  return new Proxy({} as RowReader, {
    // Pothos looks whether a model is there before it asks.
    has: (_target, name) => modelNamed(name) !== undefined,
    get(_target, name) {
      const model = modelNamed(name);
      if (model === undefined) return undefined;
      const known = made.get(model) ?? readerOf(model, kysely, dialect);
      made.set(model, known);
      return known;
    },
  });
}

function modelNamed(name: string | symbol): ModelName | undefined {
  const model = `${String(name).charAt(0).toUpperCase()}${String(name).slice(1)}`;
  return isModelName(model) ? model : undefined;
}

const shapedAtOnce = 500;

function readerOf(model: ModelName, kysely: Kysely<Tables>, dialect: Dialect): object {
  const findMany = async (args: RowArguments = {}): Promise<readonly ShapedRow[]> => {
    const { query, shape } = compileRows(model, args, dialect);
    const { rows } = await query.execute(kysely);
    return inTurns(rows, (row) => shaped(shape, (index) => row[answerColumn(index)]), shapedAtOnce);
  };
  const findIn: FoundReader['findIn'] = async (found, selection) => {
    const { query, shape } = compileFound(model, selection, found, dialect);
    const { rows } = await query.execute(kysely);
    const foundOf = (row: (typeof rows)[number]): FoundRow => ({
      ...{ found: row as FoundColumns, row: shaped(shape, (index) => row[answerColumn(index)]) },
    });
    return inTurns(rows, foundOf, shapedAtOnce);
  };
  const findFirst = async (args: RowArguments = {}) => (await findMany({ ...args, take: 1 }))[0] ?? null;
  const findFirstOrThrow = async (args: RowArguments) => {
    const found = await findFirst(args);
    if (!found) throw new Error(`there is no such ${model}`);
    return found;
  };
  return { findMany, findIn, findFirst, findUnique: findFirst, findFirstOrThrow, findUniqueOrThrow: findFirstOrThrow };
}
