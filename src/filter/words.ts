/** Text that people type to look for, without a field. */
import { and, every, type Filter } from './filter.ts';

/** Every word of it, each of which may stand in another of the object's texts; blank text is everything. */
export function wordsOf(text: string): Filter {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return and(...words.map((word): Filter => ({ kind: 'word', text: word })));
}

/** Blank text is everything. */
export function phraseOf(text: string): Filter {
  return text.trim() === '' ? every : { kind: 'phrase', text };
}
