/** Where in the arguments of a mutation something is wrong: the core names the fields of its input, which stand in an argument. */
import type { GraphQLResolveInfo } from 'graphql';
import { customFieldName, isCustomFieldName } from '../custom-field/table.ts';
import { DomainError } from '../errors.ts';
import type { RowError } from '../opportunity/batch.ts';

type Path = readonly (string | number)[];

/** The arguments that hold what is to be written; a mutation has at most one of them. */
const holders = ['input', 'inputs', 'updates', 'change'];

/** `confidence` -> `input.confidence`; `2.confidence` -> `inputs.2.confidence`; what is an argument itself stays. */
export function argumentPath({ parentType, fieldName }: GraphQLResolveInfo, args: object, path: Path): Path {
  const names = parentType.getFields()[fieldName]?.args.map(({ name }) => name) ?? [];
  const holder = holders.find((name) => names.includes(name));
  const [first] = path;
  if (holder === undefined || first === undefined || names.includes(String(first))) return path;
  return placeCustomField(args, [holder, ...path]);
}

/** `input.custom.cf_…` -> `input.customFields.0`: custom fields are told in a list. */
function placeCustomField(args: object, path: Path): Path {
  const place = path.findIndex((segment) => isCustomFieldName(String(segment)));
  if (place < 0) return path;
  const owner = path.slice(0, place).reduce<unknown>((value, segment) => Object(value)[segment], args);
  const { customFields = [] } = owner as { readonly customFields?: readonly { readonly fieldId: string }[] };
  const index = customFields.findIndex(({ fieldId }) => customFieldName(fieldId) === path[place]);
  return [...path.slice(0, place), 'customFields', index, ...path.slice(place + 1)];
}

/** A wrong row of a batch, as it is told. */
export interface PlacedRowError {
  readonly index: number;
  readonly code: string;
  readonly message: string;
  readonly argumentPath: Path;
}

export function placeRows(info: GraphQLResolveInfo, args: object, rows: readonly RowError[]): PlacedRowError[] {
  return rows.map(({ path, extra, ...row }) => ({ ...row, ...extra, argumentPath: argumentPath(info, args, path) }));
}

/** The same error, placed in the arguments; so are the rows of a batch in it. */
export function placed(error: unknown, info: GraphQLResolveInfo, args: object): unknown {
  if (!(error instanceof DomainError)) return error;
  const { code, message, inputPath, extra, cause } = error;
  const rows = extra.errors as readonly RowError[] | undefined;
  return new DomainError(code, message, {
    path: argumentPath(info, args, inputPath),
    extra: rows ? { ...extra, errors: placeRows(info, args, rows) } : extra,
    cause,
  });
}
