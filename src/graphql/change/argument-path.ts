/** Where in the arguments of a mutation something is wrong: the core names the fields of its input, which stand in an argument. */
import type { GraphQLResolveInfo } from 'graphql';
import { DomainError, moved } from '../../errors.ts';
import type { RowError } from '../../opportunity/batch.ts';

type Path = readonly (string | number)[];

/** The arguments that hold what is to be written; a mutation has at most one of them. */
const holders = ['input', 'inputs', 'updates', 'change'];

/** `confidence` -> `input.confidence`; `2.confidence` -> `inputs.2.confidence`; what is an argument itself stays. */
export function argumentPath({ parentType, fieldName }: GraphQLResolveInfo, path: Path): Path {
  const names = parentType.getFields()[fieldName]?.args.map(({ name }) => name) ?? [];
  const holder = holders.find((name) => names.includes(name));
  const [first] = path;
  if (holder === undefined || first === undefined || names.includes(String(first))) return path;
  return [holder, ...path];
}

/** A wrong row of a batch, as it is told. */
export interface PlacedRowError {
  readonly index: number;
  readonly code: string;
  readonly message: string;
  readonly argumentPath: Path;
}

export function placeRows(info: GraphQLResolveInfo, rows: readonly RowError[]): PlacedRowError[] {
  return rows.map(({ path, extra, ...row }) => ({ ...row, ...extra, argumentPath: argumentPath(info, path) }));
}

/** The same error, placed in the arguments; so are the rows of a batch in it. */
export function placed(error: unknown, info: GraphQLResolveInfo): unknown {
  if (!(error instanceof DomainError)) return error;
  const { code, message, inputPath, extra, cause } = error;
  const path = argumentPath(info, inputPath);
  const rows = extra.errors as readonly RowError[] | undefined;
  if (rows === undefined) return moved(error, path);
  return new DomainError(code, message, { path, extra: { ...extra, errors: placeRows(info, rows) }, cause });
}
