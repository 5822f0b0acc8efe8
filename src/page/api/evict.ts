/** What nobody looks at any more goes out of the cache, but for the last answers: a long scroll, or a day of questions, must not fill the memory. */
import type { Exchange, Operation } from '@urql/core';
import type { Cache, UpdateResolver, UpdatesConfig } from '@urql/exchange-graphcache';
import { Kind, valueFromASTUntyped } from 'graphql';
import { pipe, tap } from 'wonka';

/** How many answers are kept for whoever comes back to them. */
const kept = 20;

/** Fields of questions that are asked about ever different things. */
const fields = [
  'opportunities',
  'opportunityReport',
  'explainQuery',
  'pipelineMovement',
  'movedOpportunities',
  'forecast',
  'statusFlow',
];

export interface Evicting {
  /** Stands before the cache, and sees which questions nobody waits for any more. */
  readonly exchange: Exchange;
  /** What is to go goes when the next answer is written: only then the cache can be changed. */
  readonly updates: UpdatesConfig;
}

export function evicting(): Evicting {
  /** The first one has been there for longest. */
  const idle = new Map<number, Operation>();
  const note = (operation: Operation) => {
    idle.delete(operation.key);
    if (operation.kind === 'teardown') idle.set(operation.key, operation);
  };
  const evict: UpdateResolver = (_parent, _args, cache) => {
    for (const [key, operation] of idle) {
      if (idle.size <= kept) return;
      idle.delete(key);
      forget(cache, operation);
    }
  };
  return {
    exchange:
      ({ forward }) =>
      (operations) =>
        forward(pipe(operations, tap(note))),
    updates: { Query: Object.fromEntries(fields.map((name) => [name, evict])) },
  };
}

function forget(cache: Cache, { query, variables }: Operation): void {
  const [definition] = query.definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return;
  for (const field of definition.selectionSet.selections) {
    if (field.kind !== Kind.FIELD || !fields.includes(field.name.value)) continue;
    const given = (field.arguments ?? []).map(({ name, value }) => [
      name.value,
      valueFromASTUntyped(value, variables ?? {}),
    ]);
    // As the cache names its fields: what is not said is not there.
    cache.invalidate('Query', field.name.value, Object.fromEntries(given.filter(([, value]) => value != null)));
  }
}
