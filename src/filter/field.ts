/**
 * What can be filtered and sorted by: tables of fields, registered by each kind of object and read by `where.ts` and
 * `order.ts`. A field knows where its value stands; it does not know what is compared with it.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Dialect } from '../db/dialect.ts';
import type { TextIndex } from '../db/sqlite-text.ts';
import type { Figure, Operator } from './filter.ts';

export type FieldType =
  /** Compared as it is, case and all. */
  | 'id'
  /** One of a fixed set of words. */
  | 'enum'
  /** Stored folded; what is compared with it is folded too. */
  | 'text'
  | 'money'
  /** Stored as hundredths of a minor unit, filtered as the rounded minor units that people see. */
  | 'weighted'
  | 'integer'
  | 'number'
  | 'date'
  | 'instant';

/** A column of the row that is being tested. */
export type Column = RawBuilder<unknown>;

export type Test = (column: Column, index?: TextIndex) => RawBuilder<SqlBool>;

/** What compiling needs to know about where it is. */
export interface Scope {
  readonly organizationId: string;
  readonly dialect: Dialect;
  /** The name by which the current table is known in the SQL. */
  readonly alias: string;
  /** All tables one can ask about, for relations from one to another. */
  readonly tables: Tables;
  /** Tables of which rows stand in the query itself: of those their text indexes know nothing. */
  readonly rowsInQuery?: ReadonlySet<string>;
  /** Another condition leads to the rows, so that this one is tried on few. */
  readonly isLed?: boolean;
}

export type Tables = ReadonlyMap<string, Table>;

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** The words of an enum. */
  readonly values?: readonly string[];
  /** Puts a test of the value where the value stands: on a column, or on a row that a column points to. */
  readonly where: (scope: Scope, test: Test) => RawBuilder<SqlBool>;
  /** Compares what no single column holds: a sum, or one of several in a text. */
  readonly compare?: (scope: Scope, operator: Operator, operand: unknown) => RawBuilder<SqlBool>;
  /** The value as an expression to sort by; absent where there may be several. */
  readonly sort?: (scope: Scope) => Column;
  /** What it is sorted by, where that is not its value: cursors of another are not good for it. */
  readonly sortedBy?: string;
  /** Whether some rows have no value: they sort last either way. */
  readonly nullable: boolean;
}

/** A kind of object one can ask about through another: `lead(...)`, `statusChange(...)`. */
export interface Relation {
  readonly name: string;
  /** The name of its table; by name, so that the files that describe tables need not import each other. */
  readonly table: string;
  /** `from in (select to from table …)`: the columns on this side and on the other. */
  readonly from: string;
  readonly to: string;
}

export interface Table {
  readonly name: string;
  readonly alias: string;
  readonly fields: ReadonlyMap<string, Field>;
  readonly relations: ReadonlyMap<string, Relation>;
  /** Its rows with their amounts under the names that figures know (`value_period`, `value`, `weighted`, `annualized_value`), where the table calls them otherwise. */
  readonly figured?: RawBuilder<unknown>;
  /** The texts that words are looked for in. */
  readonly searched: readonly Pick<Field, 'where'>[];
  /** Figures over related objects, to compare with and to sort by, as far as the table has some. */
  readonly figures?: {
    readonly relation: string;
    readonly compared: (figure: Figure) => Field;
    readonly sorted: (figure: Figure) => readonly Field[];
  };
  /** The field that every order ends in: no two rows have the same in it. */
  readonly lastKey: string;
  /** What the database keeps of it added up, as far as it does. */
  readonly summary?: Summary;
}

/** Cells, each with how many rows are alike in it, and with the columns of those rows that its fields are made of. */
export interface Summary {
  readonly cells: string;
  /** All rows of a cell have the same in these, by the column that each is of: some cells leave one out. */
  readonly fields: ReadonlyMap<string, string>;
  /** The date whose periods cells are of; they have the first day of theirs. */
  readonly date: string;
}

/** What figures are made of is selected from. */
export const figuredRows = ({ name, figured }: Table): RawBuilder<unknown> => figured ?? sql`${sql.table(name)}`;

export function table(
  name: string,
  alias: string,
  fields: readonly Field[],
  relations: readonly Relation[] = [],
  searched: readonly (string | Pick<Field, 'where'>)[] = [],
  lastKey = 'id',
): Table {
  const byName = new Map(fields.map((field) => [field.name, field]));
  return {
    name,
    alias,
    fields: byName,
    relations: new Map(relations.map((relation) => [relation.name, relation])),
    searched: searched.flatMap((text) => (typeof text === 'string' ? (byName.get(text) ?? []) : text)),
    lastKey,
  };
}

type FieldOptions = Pick<Field, 'values'> & {
  readonly nullable?: boolean;
  /** The table that has a text index of the value. */
  readonly textIndex?: string;
};

/** A value that stands in the row itself. */
export function column(
  name: string,
  type: FieldType,
  { column = name, nullable = false, values, textIndex }: FieldOptions & { column?: string } = {},
): Field {
  const ref = ({ alias }: Scope) => sql.ref(`${alias}.${column}`);
  return {
    name,
    type,
    nullable,
    ...(values && { values }),
    where: (scope, test) => test(ref(scope), indexOf(scope, textIndex, scope.alias)),
    sort: ref,
  };
}

/** The text index of a table, as far as one may go by it. */
export function indexOf({ rowsInQuery }: Scope, table: string | undefined, alias: string): TextIndex | undefined {
  if (table === undefined || rowsInQuery?.has(table)) return undefined;
  return { table: `${table}_text`, rowKey: sql.ref(`${alias}.row_key`) };
}

export interface Path {
  /** The column of the row that points away. */
  readonly from: string;
  /** The table it points to. */
  readonly to: string;
  /** The column there by which it does, unique within an organization. @default 'id' */
  readonly key?: string;
  /** The column there that holds the value. */
  readonly column: string;
}

/** What the person is called, to whose id a column points: that is for each organization to say. */
export const personName = (from: string): Path => ({ from, to: 'membership', key: 'user_id', column: 'name_folded' });

/**
 * A value that stands in a row which this one points to. As `from in (select id …)` and not as a join or a correlated
 * `exists`: the inner query runs once, and an index on `from` still serves.
 */
export function through(name: string, type: FieldType, path: Path, options: FieldOptions = {}): Field {
  const target = sql.ref(`${path.to}.${path.column}`);
  const key = sql.ref(`${path.to}.${path.key ?? 'id'}`);
  const within = ({ organizationId }: Scope) => sql`${sql.ref(`${path.to}.organization_id`)} = ${organizationId}`;
  return {
    name,
    type,
    nullable: options.nullable ?? false,
    ...(options.values && { values: options.values }),
    where: (scope, test) =>
      sql`${sql.ref(`${scope.alias}.${path.from}`)} in (select ${key} from ${sql.table(path.to)} where ${within(scope)} and ${test(target, indexOf(scope, options.textIndex, path.to))})`,
    sort: (scope) =>
      sql`(select ${target} from ${sql.table(path.to)} where ${within(scope)} and ${key} = ${sql.ref(`${scope.alias}.${path.from}`)})`,
  };
}
