/**
 * Which copy of the database a caller may read: one that has all that the caller could know of.
 *
 * Who has written, or has just come from another gateway where they may have, reads the original until it is known how far
 * that has come, which is a fraction of a second, and from then on a copy that has come as far. Nobody waits for a copy, and
 * no write costs a statement more. All others read what is at most `staleness` old.
 */
import type { Position } from './position.ts';

export interface Choice {
  /** The number of a copy; undefined: the original. */
  choose(caller: string): number | undefined;
  /** What the caller has written is to be seen by them. Called when it has been committed, and before they are told. */
  noteWrite(caller: string): void;
  /** To be called before the original is asked how far it has come; what is given back takes the answer. */
  asking(): (position: Position) => void;
  /** How far each copy has come. */
  tell(copies: readonly (Position | undefined)[]): void;
  /** Could not be read: not to be chosen until it tells where it is. */
  drop(copy: number): void;
}

interface Need {
  /** What a copy must have; undefined until it is known. */
  position: Position | undefined;
  usedAt: number;
}

export interface ChoiceOptions {
  /** How old an answer may be that nobody wrote before, in milliseconds. */
  readonly staleness: number;
  /** In milliseconds, by a clock that nobody sets. */
  readonly now: () => number;
}

/** Who has not been here for so long comes like for the first time, in milliseconds. */
const forgotten = 60_000;

export function createChoice({ staleness, now }: ChoiceOptions): Choice {
  const needs = new Map<string, Need>();
  const past: { readonly at: number; readonly position: Position }[] = [];
  let copies: (Position | undefined)[] = [];
  let turn = 0;

  const needOf = (caller: string) => {
    const known = needs.get(caller);
    if (known) return known;
    const need: Need = { position: undefined, usedAt: now() };
    needs.set(caller, need);
    return need;
  };
  /** The newest place that is as old as an answer may be. */
  const floor = () => past[0]?.position;

  return {
    choose(caller) {
      const need = needOf(caller);
      need.usedAt = now();
      const { position } = need;
      const least = floor();
      if (position === undefined || least === undefined) return undefined;
      const has = (reached: Position | undefined) => reached !== undefined && reached >= position && reached >= least;
      const able = copies.flatMap((reached, copy) => (has(reached) ? [copy] : []));
      turn += 1;
      return able[turn % able.length];
    },
    noteWrite(caller) {
      needs.set(caller, { position: undefined, usedAt: now() });
    },
    asking() {
      const at = now();
      const waiting = [...needs.values()].filter(({ position }) => position === undefined);
      for (const [caller, { usedAt }] of needs) if (usedAt < at - forgotten) needs.delete(caller);
      return (position) => {
        for (const need of waiting) need.position = position;
        past.push({ at, position });
        while ((past[1]?.at ?? at) <= at - staleness) past.shift();
      };
    },
    tell(reached) {
      copies = [...reached];
    },
    drop(copy) {
      copies[copy] = undefined;
    },
  };
}
