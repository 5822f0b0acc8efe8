/** Bodies of requests, as far as they are wanted. */

export class TooLong extends Error {}

/** The sender went away, or did not keep to the form: no fault of ours. */
export class BrokenOff extends Error {}

/** @returns undefined for bytes that are no UTF-8. @throws BrokenOff, and TooLong as soon as there are more bytes than allowed */
export async function readText(request: Request, maximumBytes: number): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > maximumBytes) throw new TooLong();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  // A body that nobody sends any more has no end of its own.
  const stop = () => void reader?.cancel().catch(() => {});
  request.signal.addEventListener('abort', stop, { once: true });
  if (request.signal.aborted) stop();
  for (;;) {
    const { value: chunk } = (await reader?.read().catch(brokenOff)) ?? {};
    if (chunk === undefined) break;
    length += chunk.byteLength;
    if (length > maximumBytes) throw new TooLong();
    chunks.push(chunk);
  }
  if (request.signal.aborted) brokenOff(request.signal.reason);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    return undefined;
  }
}

function brokenOff(cause: unknown): never {
  throw new BrokenOff('The body broke off.', { cause });
}
