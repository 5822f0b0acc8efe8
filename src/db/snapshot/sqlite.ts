/** Snapshots of SQLite: each has a connection of its own, for a connection is in one transaction at a time. */
import { inTurns } from '../../next-turn.ts';
import { type Instant, toDate } from '../../value/period.ts';
import { currentDeadline, timedOut } from '../deadline.ts';
import { closed, type OnStatement, type RawSnapshot, type Row, type Snapshots } from './snapshot.ts';
import type { Readers, TakenReader } from './sqlite-readers.ts';
import type { Answer, Found, Statement } from './sqlite-reading.mjs';

interface Asked {
  readonly statement: Statement;
  readonly resolve: (rows: Promise<readonly Row[]>) => void;
  readonly reject: (reason: unknown) => void;
}

export function sqliteSnapshots(readers: Readers, onStatement: OnStatement): Snapshots {
  const open = (): RawSnapshot => {
    const deadline = currentDeadline();
    const unanswered = new Set<Asked>();
    let together: Asked[] = [];
    let taken: Promise<TakenReader> | undefined;
    let isBegun = false;
    let hasLeft = false;

    const send = async () => {
      const asked = together;
      together = [];
      try {
        // Who left before anything was sent takes no reader: nobody would give it back.
        if (hasLeft) throw closed();
        const { reader } = await take();
        if (hasLeft) throw closed();
        const batch = { begins: !isBegun, statements: asked.map(({ statement }) => statement) };
        isBegun = true;
        for (const sql of [...(batch.begins ? ['BEGIN'] : []), ...batch.statements.map(([text]) => text)])
          onStatement(sql);
        const answers = await reader.ask(batch);
        for (const [index, one] of asked.entries()) tell(one, answers[index]);
      } catch (error) {
        for (const one of asked) one.reject(error);
      } finally {
        for (const one of asked) unanswered.delete(one);
      }
    };
    const take = () => {
      taken ??= readers.take();
      return taken;
    };
    const leave = () => {
      if (hasLeft) return;
      hasLeft = true;
      deadline?.signal.removeEventListener('abort', onAbort);
      const giveBack = ({ giveBack }: TakenReader) => {
        if (isBegun) onStatement('COMMIT');
        giveBack();
      };
      taken?.then(giveBack).catch(() => {});
    };
    const onAbort = () => {
      for (const one of unanswered) one.reject(timedOut());
      leave();
    };
    deadline?.signal.addEventListener('abort', onAbort, { once: true });

    return {
      async query(sql, parameters) {
        if (deadline?.isOver()) throw timedOut();
        if (hasLeft) throw closed();
        return new Promise((resolve, reject) => {
          deadline?.noteStatement();
          const asked = { statement: [sql, parameters.map(toStored)], resolve, reject } satisfies Asked;
          unanswered.add(asked);
          // What resolvers ask in one turn goes there together.
          if (together.push(asked) === 1) process.nextTick(send);
        });
      },
      close: leave,
    };
  };
  return { open, close: readers.close };
}

function tell({ resolve, reject }: Asked, answer: Answer | undefined): void {
  if (answer && 'rows' in answer) resolve(rowsOf(answer));
  else reject(Object.assign(new Error(answer?.failure.message), { code: answer?.failure.code }));
}

function rowsOf({ columns, rows }: Found): Promise<readonly Row[]> {
  const converted = columns.map(([name, declared]) => ({ name, convert: converterOf(declared) }));
  return inTurns(rows, (values) => {
    const row: Record<string, unknown> = {};
    for (const [index, { name, convert }] of converted.entries()) row[name] = convert(values[index]);
    return row;
  });
}

const asItIs = (value: unknown) => value;

/** By the type that the column was declared with; an expression has none. */
function converterOf(declared: string | null): (value: unknown) => unknown {
  switch (declared) {
    case 'BIGINT':
      return (value) => (typeof value === 'number' ? BigInt(value) : value);
    case 'DATETIME':
      return (value) => (value === null ? null : toDate(Number(value) as Instant));
    case 'BOOLEAN':
      return (value) => (value === null ? null : Boolean(value));
    default:
      return asItIs;
  }
}

function toStored(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof Date ? value.getTime() : value;
}
