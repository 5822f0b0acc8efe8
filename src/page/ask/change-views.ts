/** What is done with saved views. Each is @returns what was wrong, in words; undefined once it is done. */
import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { noteChange } from '../api/changes.ts';
import { mistakeOf } from '../api/mistake.ts';
import {
  ChangeViewDocument,
  DeleteViewDocument,
  type NewSavedViewInput,
  type SavedViewInput,
  SaveViewDocument,
} from '../generated/documents.ts';
import { gateway } from '../state/session.ts';

type Wrong = Promise<string | undefined>;

export const saveView = (view: Omit<NewSavedViewInput, 'type'>, idempotencyKey: string): Wrong =>
  change(SaveViewDocument, { input: { ...view, type: 'OPPORTUNITY' }, idempotencyKey });

export const changeView = (id: string, input: SavedViewInput): Wrong => change(ChangeViewDocument, { id, input });

export const deleteView = (id: string): Wrong => change(DeleteViewDocument, { id });

async function change<Variables extends AnyVariables>(
  document: TypedDocumentNode<unknown, Variables>,
  variables: Variables,
): Wrong {
  const { error } = await gateway().client.mutation(document, variables);
  if (error) return mistakeOf(error).message;
  noteChange(0);
  return undefined;
}
