/** Which copy of the database a caller reads: never one that has not got what they wrote. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createChoice } from '../../../src/db/replica/choice.ts';

const staleness = 2000;

function openChoice() {
  let now = 0;
  const choice = createChoice({ staleness, now: () => now });
  return {
    ...choice,
    /** The original tells where it is, then the copies. */
    ask(position: bigint, copies: readonly (bigint | undefined)[]) {
      choice.asking()(position);
      choice.tell(copies);
    },
    pass(milliseconds: number) {
      now += milliseconds;
    },
  };
}

describe('a caller', () => {
  test('who comes for the first time reads the original until it is known how far that is, then the copies in turn', () => {
    const { choose, ask } = openChoice();
    ask(10n, [10n, 10n]);
    expect(choose('ada')).toBeUndefined();
    ask(10n, [10n, 10n]);
    expect(new Set([choose('ada'), choose('ada')])).toEqual(new Set([0, 1]));
  });

  test('who has written reads the original until a copy has that, whatever others read', () => {
    const { choose, ask, noteWrite } = openChoice();
    choose('ada');
    choose('bo');
    ask(10n, [10n]);
    noteWrite('ada');
    expect([choose('ada'), choose('bo')]).toEqual([undefined, 0]);
    ask(20n, [10n]);
    expect([choose('ada'), choose('bo')]).toEqual([undefined, 0]);
    ask(30n, [20n]);
    expect([choose('ada'), choose('bo')]).toEqual([0, 0]);
  });

  test('who writes while the original is asked needs what it tells the next time', () => {
    const { choose, asking, tell, noteWrite, ask } = openChoice();
    choose('ada');
    const take = asking();
    noteWrite('ada');
    take(10n);
    tell([10n]);
    expect(choose('ada')).toBeUndefined();
    ask(20n, [10n]);
    expect(choose('ada')).toBeUndefined();
  });

  test('who wrote nothing reads what is old, but not older than it may be', () => {
    const { choose, ask, pass } = openChoice();
    choose('ada');
    ask(10n, [10n]);
    pass(staleness / 2);
    ask(20n, [10n]);
    expect(choose('ada')).toBe(0);
    pass(staleness);
    ask(30n, [10n]);
    expect(choose('ada')).toBeUndefined();
    ask(30n, [20n]);
    expect(choose('ada')).toBe(0);
  });

  test('is not sent to a copy that does not answer, or was found broken, until it tells where it is', () => {
    const { choose, ask, drop } = openChoice();
    choose('ada');
    ask(10n, [undefined, 10n]);
    expect([choose('ada'), choose('ada')]).toEqual([1, 1]);
    drop(1);
    expect(choose('ada')).toBeUndefined();
    ask(10n, [10n, undefined]);
    expect(choose('ada')).toBe(0);
  });
});

test('whatever happens in whatever order, the copy that is read has what the caller wrote', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('write' as const), caller: fc.constantFrom('ada', 'bo') }),
    fc.record({ kind: fc.constant('read' as const), caller: fc.constantFrom('ada', 'bo') }),
    fc.record({ kind: fc.constant('begin' as const) }),
    fc.record({ kind: fc.constant('end' as const), behind: fc.array(fc.nat(5), { minLength: 2, maxLength: 2 }) }),
    fc.record({ kind: fc.constant('pass' as const), time: fc.nat(70_000) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { choose, noteWrite, asking, tell, pass } = openChoice();
      let log = 0n;
      let under: { readonly take: (position: bigint) => void; readonly position: bigint } | undefined;
      let copies: (bigint | undefined)[] = [];
      const wrote = new Map<string, bigint>();
      for (const one of steps) {
        if (one.kind === 'write') {
          log += 1n;
          wrote.set(one.caller, log);
          noteWrite(one.caller);
        } else if (one.kind === 'begin') {
          under = { take: asking(), position: log };
        } else if (one.kind === 'end' && under) {
          under.take(under.position);
          under = undefined;
          copies = one.behind.map((behind) => (log > BigInt(behind) ? log - BigInt(behind) : 0n));
          tell(copies);
        } else if (one.kind === 'pass') {
          pass(one.time);
        } else if (one.kind === 'read') {
          const copy = choose(one.caller);
          if (copy !== undefined) expect(copies[copy]).toBeGreaterThanOrEqual(wrote.get(one.caller) ?? 0n);
        }
      }
    }),
  );
});
