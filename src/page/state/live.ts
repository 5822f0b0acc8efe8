/** What others change, as it happens: the deal itself comes with the event, lists and figures are asked again. */
import { effect } from '@preact/signals';
import { noteChange } from '../api/changes.ts';
import { ChangesDocument } from '../generated/documents.ts';
import type { Session } from './session.ts';

/** @returns how to stop */
export function watchChanges({ gateway: { client, connection } }: Session): () => void {
  const { unsubscribe } = client.subscription(ChangesDocument, {}).subscribe(() => noteChange());
  let wasLost = false;
  const stop = effect(() => {
    // What happened while nobody could tell is caught up with by asking.
    if (connection.value === 'open' && wasLost) noteChange(0);
    wasLost = connection.value === 'lost';
  });
  return () => {
    unsubscribe();
    stop();
  };
}
