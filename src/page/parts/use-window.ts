/** Of a long list of rows of one height, those that can be seen: the page has as much in it as fits the screen. */
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface List {
  /** How many rows there are before those that are held, how many of them, and how many behind. */
  readonly before: number;
  readonly count: number;
  readonly behind: number;
  /** In pixels. */
  readonly height: number;
  /** Told which rows come into view, by their places. */
  look(from: number, to: number): void;
}

export interface Window {
  /** Of the rows that are held. */
  readonly from: number;
  readonly to: number;
  /** Pixels that stand for what is not drawn. */
  readonly above: number;
  readonly below: number;
}

/** Rows drawn beyond each edge, so that scrolling shows no gaps. */
const margin = 12;

export function useWindow(box: RefObject<HTMLElement | null>, { before, count, behind, height, look }: List): Window {
  const [seen, see] = useState({ first: 0, rows: 20 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const first = Math.floor(element.scrollTop / height);
      const rows = Math.ceil(element.clientHeight / height);
      see((last) => (last.first === first && last.rows === rows ? last : { first, rows }));
      look(first, first + rows);
    };
    measure();
    element.addEventListener('scroll', measure, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', measure);
      observer.disconnect();
    };
  }, [before, count, behind, height, look]);
  const within = (place: number) => Math.max(0, Math.min(place - before, count));
  const from = within(seen.first - margin);
  const to = within(seen.first + seen.rows + margin);
  return { from, to, above: (before + from) * height, below: (count - to + behind) * height };
}
