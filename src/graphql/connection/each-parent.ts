/** What many parents of a list each want, read by one statement however many they are. */
import DataLoader from 'dataloader';
import { lazy } from './connection.ts';

/** @returns makes loaders by id of the parent; `open` is called once for all of them, when the first is used */
export function ofEachParent<Opened>(open: () => Promise<Opened>) {
  const opened = lazy(open);
  return <T>(read: (opened: Opened, ids: readonly string[]) => Promise<ReadonlyMap<string, T>>) =>
    new DataLoader<string, T>(async (ids) => {
      const found = await read(await opened(), ids);
      return ids.map((id) => found.get(id) as T);
    });
}
