/** `status` in a body: a status by its label, in any case. Deprecated, but programs still send it. */
import { invalid } from '../../value/input.ts';
import { fold } from '../../value/text.ts';
import type { Body } from '../field.ts';
import { noValidChoice } from '../refusals.ts';
import { described, nullable, type Schema, text } from '../schema.ts';

interface Labelled {
  readonly id: string;
  readonly label: string;
}

export const statusKey: Readonly<Record<string, Schema>> = {
  status: described(nullable(text), 'A status by its label; deprecated, and passed over where there is a status_id.'),
};

/** Its id; undefined where none is named. @throws INVALID_INPUT with the path `status` */
export async function statusByLabel(
  { status: label }: Body,
  read: () => Promise<readonly Labelled[]>,
  refusal: (message: string, given: unknown) => string = noValidChoice,
): Promise<string | undefined> {
  if (label === undefined || label === null || label === '') return undefined;
  if (typeof label !== 'string') throw invalid('status', 'Value must be of basestring type.');
  const statuses = await read();
  // A pipeline that there is not, or that is empty, is what is wrong then, and the core says so.
  if (statuses.length === 0) return undefined;
  const found = statuses.find((status) => fold(status.label) === fold(label.trim()));
  if (found) return found.id;
  const labels = statuses.map((status) => JSON.stringify(status.label)).join(', ');
  const message = `There is no status ${JSON.stringify(label.slice(0, 255))}, but ${labels}.`;
  throw invalid('status', refusal(message, label));
}
