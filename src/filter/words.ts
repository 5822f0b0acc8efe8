/** Text that people type to look for, without a field. */
import { wordsIn } from '../value/word.ts';
import { and, every, type Filter } from './filter.ts';

/** Every word of it, each of which may stand in another of the object's texts; blank text is everything. */
export function wordsOf(text: string): Filter {
  return and(...wordsIn(text).map((word): Filter => ({ kind: 'word', text: word })));
}

/** Blank text is everything. */
export function phraseOf(text: string): Filter {
  return wordsIn(text).length === 0 ? every : { kind: 'phrase', text };
}
