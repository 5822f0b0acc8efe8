/** The one error of the search language: where it stopped, what could have stood there, and what was probably meant. */
import { DomainError } from '../errors.ts';

export interface Mistake {
  readonly position: number;
  readonly expected: readonly string[];
  /** The text that stood there instead; empty at the end of the search. */
  readonly found: string;
  /** Replaces «expected …, found …» where that would not explain itself. */
  readonly problem?: string;
  /** A sentence that tells what would be right. */
  readonly advice?: string;
  /** What to write instead of what was found. */
  readonly suggestion?: string | undefined;
}

const longest = 40;

export function syntaxError({ position, expected, found, problem, advice, suggestion }: Mistake): DomainError {
  const shown = shorten(found);
  const what = problem ?? `expected ${alternatives(expected)} found ${shown ? `\`${shown}\`` : 'the end'}`;
  const meant = suggestion ? ` Did you mean \`${suggestion}\`?` : '';
  return new DomainError('SEARCH_SYNTAX', `At position ${position}: ${what}.${advice ? ` ${advice}` : ''}${meant}`, {
    extra: { position, expected, found: shown, ...(suggestion && { suggestion }) },
  });
}

/** By code points: half of a surrogate pair would make the message ill-formed. */
function shorten(text: string): string {
  const points = [...text];
  return points.length > longest ? `${points.slice(0, longest).join('')}…` : text;
}

function alternatives(names: readonly string[]): string {
  return names.length === 1 ? `${names[0]},` : `one of: ${names.join(', ')};`;
}
