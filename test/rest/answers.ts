/** What tests do with answers. */
import { expect } from 'vitest';
import type { Answer } from './client.ts';

/** The body of a success; what was wrong instead stands in the failure. */
export async function ok(answering: Promise<Answer>, expected = 200) {
  const { status, text, body } = await answering;
  expect([status, text]).toEqual([expected, text]);
  return body;
}

export const ids = (list: { data: readonly { id: string }[] }) => list.data.map(({ id }) => id);
