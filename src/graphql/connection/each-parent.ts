/** What many parents of a list each want, read by one statement however many they are. */
import DataLoader from 'dataloader';
import type { Page, ReadFound } from '../../filter/page.ts';
import { afterEach } from '../../next-turn.ts';
import { type Connection, lazy } from './connection.ts';

export type OfEach<Opened> = <T>(
  read: (opened: Opened, ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
) => DataLoader<string, T>;

/** @returns makes loaders by id of the parent; `open` is called once for all of them, when the first is used */
export function ofEachParent<Opened>(open: () => Promise<Opened>): OfEach<Opened> {
  const opened = lazy(open);
  return <T>(read: (opened: Opened, ids: readonly string[]) => Promise<ReadonlyMap<string, T>>) =>
    new DataLoader<string, T>(async (ids) => {
      const found = await read(await opened(), ids);
      return ids.map((id) => found.get(id) as T);
    });
}

/** As many as the longest page has. */
const rowsAtOnce = 200;

/** The page of each parent, by its id: with what is selected of the rows by one statement, for all parents want the same of them. */
export function eachPage<Opened>(
  each: OfEach<Opened>,
  read: (opened: Opened, ids: readonly string[], rows: ReadFound | undefined) => Promise<ReadonlyMap<string, Page>>,
): (id: string) => Connection['page'] {
  let wanted: ReadFound | undefined;
  const pages = each((opened, ids) => read(opened, ids, wanted));
  const inTurn = afterEach(rowsAtOnce);
  return (id) => async (rows) => {
    wanted ??= rows;
    const page = await pages.load(id);
    await inTurn(page.rows.length);
    return page;
  };
}
