/** For fields that each tell a part of one thing: it is read once for the rows of an answer. */
import type { Field, Related } from './field.ts';

type Load = NonNullable<Field<never>['load']>;

export function readOnce(read: Load): Load {
  // The ids of the rows of one answer are one list, and no other answer has it.
  const reads = new WeakMap<readonly string[], Promise<Related>>();
  return (session, viewer, ids) => {
    const reading = reads.get(ids) ?? read(session, viewer, ids);
    reads.set(ids, reading);
    return reading;
  };
}
