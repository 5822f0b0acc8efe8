/** The models as the reader of rows needs them: their tables, columns and joins, from `schema.prisma`. */
import { models } from '../generated/models.ts';

export type ScalarType = 'String' | 'Int' | 'BigInt' | 'Float' | 'Boolean' | 'DateTime' | 'Json';

export interface Column {
  readonly column: string;
  readonly type: ScalarType;
}

export interface Relation {
  readonly model: ModelName;
  readonly isList: boolean;
  /** Pairs of a column of this model and the one of the other that equals it. */
  readonly on: readonly (readonly [string, string])[];
}

export interface Model {
  readonly table: string;
  readonly columns: Readonly<Record<string, Column>>;
  readonly relations: Readonly<Record<string, Relation>>;
}

export type ModelName = keyof typeof models;

const described: Readonly<Record<ModelName, Model>> = models;

export const modelOf = (name: ModelName): Model => described[name];

export const modelNames = Object.keys(described) as readonly ModelName[];

export const isModelName = (name: string): name is ModelName => Object.hasOwn(described, name);
