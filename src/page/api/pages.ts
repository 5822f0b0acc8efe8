/**
 * A list that grows by pages, of which only those near to what is looked at are held. Of the others it is known where they
 * begin and how many rows they had. Each page goes on where the one before it ends, also after that end has moved.
 */

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly end: string | null;
  readonly hasNext: boolean;
}

/** Tells the page behind a cursor, now and whenever it is another. @returns how to stop */
export type AskPage<Row> = (after: string | null, told: (page: Page<Row>) => void) => () => void;

export interface Held<Row> {
  /** How many rows there are before those that are held, and behind them as far as is known. */
  readonly before: number;
  readonly behind: number;
  /** Undefined for one that is awaited. */
  readonly rows: readonly (Row | undefined)[];
  /** Whether there are more than anybody has scrolled to. */
  readonly hasMore: boolean;
}

export interface Pages<Row> {
  held(): Held<Row>;
  /** Rows that are looked at, by their places: what is near to them is asked for, and what is far is let go. */
  look(from: number, to: number): void;
  /** Something may be otherwise. */
  askAgain(): void;
  close(): void;
}

interface Entry<Row> {
  after: string | null;
  count: number;
  page?: Page<Row> | undefined;
  hasNext: boolean;
  stop?: (() => void) | undefined;
}

/** In rows: asked for before they are seen, and let go when they are as far as that. */
const near = 30;
const far = 120;

/** @param onChange may be told at once: the cache may know the first page */
export function openPages<Row>(ask: AskPage<Row>, onChange: (pages: Pages<Row>) => void): Pages<Row> {
  const entries: Entry<Row>[] = [];

  const shut = (entry: Entry<Row>) => {
    entry.stop?.();
    entry.stop = undefined;
    entry.page = undefined;
  };

  const open = (entry: Entry<Row>) => {
    entry.stop?.();
    let isOver = false;
    let stopAsking = () => {};
    entry.stop = () => {
      isOver = true;
      stopAsking();
    };
    stopAsking = ask(entry.after, (page) => !isOver && tell(entry, page));
    if (isOver) stopAsking();
  };

  const tell = (entry: Entry<Row>, page: Page<Row>) => {
    Object.assign(entry, { page, count: page.rows.length, hasNext: page.hasNext });
    const at = entries.indexOf(entry);
    const next = entries[at + 1];
    if (next && !page.hasNext) for (const gone of entries.splice(at + 1)) shut(gone);
    else if (next && next.after !== page.end) {
      next.after = page.end;
      if (next.stop) open(next);
    }
    onChange(pages);
  };

  const add = (after: string | null) => {
    const entry: Entry<Row> = { after, count: 0, hasNext: false };
    entries.push(entry);
    open(entry);
  };

  const pages: Pages<Row> = {
    held: () => {
      const first = entries.findIndex(({ stop }) => stop);
      const last = entries.findLastIndex(({ stop }) => stop);
      const held = first < 0 ? [] : entries.slice(first, last + 1);
      const count = (some: readonly Entry<Row>[]) => some.reduce((sum, one) => sum + one.count, 0);
      return {
        before: count(entries.slice(0, Math.max(0, first))),
        behind: count(entries.slice(last + 1)),
        rows: held.flatMap(
          ({ page, count: known }): readonly (Row | undefined)[] =>
            page?.rows ?? Array.from({ length: known }, () => undefined),
        ),
        hasMore: entries.at(-1)?.hasNext ?? false,
      };
    },
    look: (from, to) => {
      let end = 0;
      // What is opened may tell at once, and change what follows it.
      for (const entry of [...entries]) {
        const start = end;
        end += entry.count;
        if (!entry.stop && end >= from - near && start <= to + near) open(entry);
        else if (entry.stop && (end < from - far || start > to + far)) shut(entry);
      }
      const last = entries.at(-1);
      if (last?.page?.hasNext && end <= to + near) add(last.page.end);
    },
    askAgain: () => {
      for (const entry of [...entries]) if (entry.stop) open(entry);
    },
    close: () => {
      for (const entry of entries) shut(entry);
    },
  };
  add(null);
  return pages;
}
