/** Bodies of GraphQL requests, read and looked over before Yoga does: it stored broken UTF-8 as U+FFFD, and exhausted the stack. */
import { type ExecutionArgs, getOperationAST } from 'graphql';
import { DomainError } from '../../errors.ts';
import { BrokenOff, readText, TooLong } from '../../http/body.ts';
import { deepest, isTooDeep } from '../../http/nesting.ts';

/** A change may be a batch of 250 opportunities with their notes; a question is a document and its filters. */
export const maximumBytes = { change: 4 * 1024 * 1024, question: 256 * 1024 };

export interface ReadBody {
  /** Undefined where the request has none. */
  readonly body: string | undefined;
  readonly bytes: number;
}

/** @throws DomainError */
export async function readBody(request: Request): Promise<ReadBody> {
  const isPost = request.method === 'POST';
  const text = isPost ? await readUtf8(request) : (new URL(request.url).searchParams.get('variables') ?? '');
  if (isTooDeep(text)) {
    throw new DomainError('INVALID_INPUT', `The variables are nested more than ${deepest} deep.`);
  }
  return { body: isPost ? text : undefined, bytes: Buffer.byteLength(text) };
}

async function readUtf8(request: Request): Promise<string> {
  try {
    const text = await readText(request, maximumBytes.change);
    if (text !== undefined) return text;
  } catch (error) {
    if (error instanceof TooLong) throw tooLarge(maximumBytes.change);
    if (error instanceof BrokenOff) throw new DomainError('INVALID_INPUT', 'The request ended before its body did.');
    throw error;
  }
  throw new DomainError('INVALID_INPUT', 'The body is not UTF-8.');
}

/** What is only asked takes less room than what may be a batch. @throws BODY_TOO_LARGE */
export function assertSize(bytes: number, { document, operationName }: ExecutionArgs): void {
  const operation = getOperationAST(document, operationName)?.operation;
  if (operation !== 'mutation' && bytes > maximumBytes.question) throw tooLarge(maximumBytes.question);
}

const tooLarge = (most: number) =>
  new DomainError('BODY_TOO_LARGE', `The body has more than ${most} bytes, the most for a request of this kind.`);
