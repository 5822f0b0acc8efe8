/**
 * Files that are sent as they are read. A snapshot and a connection are held for as long as that takes, which is as long as
 * the client takes to receive it: so few run at once, each has a deadline, and whoever leaves ends it.
 */
import type { Database, Session } from '../../db/client.ts';
import { createDeadline } from '../../db/deadline.ts';
import { until } from '../../db/until.ts';
import { DomainError } from '../../errors.ts';
import type { Pieces } from '../../export/format.ts';
import type { UnderWay } from '../../http/under-way.ts';

export interface StreamingOptions {
  readonly database: Database;
  readonly underWay: UnderWay;
  /** How long one may take to the last byte, in milliseconds. */
  readonly timeout: number;
  /** The most at once, of all callers together. */
  readonly atOnce: number;
}

export interface Asked {
  readonly request: Request;
  /** Whose turn it takes. */
  readonly caller: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Told what goes wrong after the answer has begun. */
  readonly report: (fault: unknown) => void;
  readonly open: (session: Session) => Promise<Pieces>;
}

export type Stream = (asked: Asked) => Promise<Response>;

export function createStreaming({ database, underWay, timeout, atOnce }: StreamingOptions): Stream {
  let running = 0;
  return async ({ request, caller, headers, report, open }) => {
    if (running >= atOnce) {
      throw new DomainError(
        'OVERLOADED',
        `${running} exports are under way, which is all there may be. Try again shortly.`,
      );
    }
    running += 1;
    const deadline = createDeadline(timeout, request.signal);
    return new Promise<Response>((answer, refuse) => {
      underWay
        .inTurn(caller, deadline, async () => {
          const snapshot = until(database, deadline).openSnapshot();
          try {
            const pieces = await open(snapshot.session);
            // What is wrong is told with its status as long as nothing has been sent.
            const first = await pieces.next();
            await new Promise<void>((sent) => {
              const body = streamOf(first, pieces, { signal: deadline.signal, sent, report });
              answer(new Response(body, { headers }));
            });
          } finally {
            snapshot.close();
          }
        })
        .catch(refuse)
        .finally(() => {
          running -= 1;
          deadline.end();
        });
    });
  };
}

interface Ending {
  readonly signal: AbortSignal;
  readonly sent: () => void;
  readonly report: (fault: unknown) => void;
}

/** The next piece is made when the last one has been taken. A file that breaks off ends with an error, not as if it were whole. */
function streamOf(first: IteratorResult<string | Uint8Array>, pieces: Pieces, { signal, sent, report }: Ending) {
  const encoder = new TextEncoder();
  let next: IteratorResult<string | Uint8Array> | undefined = first;
  // A client that takes nothing any more asks for no piece either.
  signal.addEventListener('abort', sent, { once: true });
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const piece = next ?? (await pieces.next());
        next = undefined;
        if (piece.done) {
          controller.close();
          sent();
        } else {
          controller.enqueue(typeof piece.value === 'string' ? encoder.encode(piece.value) : piece.value);
        }
      } catch (error) {
        if (!signal.aborted) report(error);
        controller.error(error);
        sent();
      }
    },
    async cancel() {
      sent();
      await pieces.return(undefined);
    },
  });
}
