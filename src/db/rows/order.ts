/** Orders in Prisma's words: by columns, and by columns of what there is one of. */
import type { RawBuilder } from 'kysely';
import { type ModelName, modelOf } from './model.ts';
import { columnRef, isObject } from './names.ts';
import { join, type Scope } from './scope.ts';

export interface OrderKey {
  readonly column: RawBuilder<unknown>;
  readonly descending: boolean;
}

export function orderOf(
  model: ModelName,
  alias: string,
  orderBy: object | undefined,
  scope: Scope,
): readonly OrderKey[] {
  const keys = Array.isArray(orderBy) ? orderBy : [orderBy ?? {}];
  return keys.flatMap((key: object) =>
    Object.entries(key).flatMap(([name, direction]): readonly OrderKey[] => {
      const column = modelOf(model).columns[name];
      if (column && (direction === 'asc' || direction === 'desc')) {
        return [{ column: columnRef(alias, column), descending: direction === 'desc' }];
      }
      const relation = modelOf(model).relations[name];
      if (relation && !relation.isList && isObject(direction)) {
        return orderOf(relation.model, join(alias, relation, scope), direction, scope);
      }
      throw new Error(`${model} cannot be ordered by ${name} ${JSON.stringify(direction)}`);
    }),
  );
}
