/**
 * Where words begin and end, and what stands between them: said once, as ranges of characters that GLOB and regular
 * expressions both take. What a database itself calls a word depends on its version and its locale.
 */

/**
 * Blanks, punctuation, signs and pictures; all else belongs to words, in any script. Few and wide: SQLite tries all of
 * them at each character. ASCII capitals are among them, for folded text has none.
 */
const separators: readonly (readonly [first: string, last: string])[] = [
  ['\u0001', '/'],
  [':', '`'],
  ['{', '\u00a9'],
  ['\u00ab', '\u00b4'],
  ['\u00b6', '\u00b9'],
  ['\u00bb', '\u00bf'],
  ['\u00d7', '\u00d7'],
  ['\u00f7', '\u00f7'],
  ['\u1680', '\u1680'],
  ['\u2000', '\u2070'],
  ['\u20a0', '\u20cf'],
  ['\u2190', '\u2bff'],
  ['\u3000', '\u3004'],
  ['\u3008', '\u3020'],
  ['\ufeff', '\uff0f'],
  ['\u{1f000}', '\u{1faff}'],
];

/** With ` ` itself the same as `\s` of JavaScript, by which searches are cut into words. */
const blanks: readonly (readonly [first: string, last: string])[] = [
  ['\t', '\r'],
  ['\u00a0', '\u00a0'],
  ['\u1680', '\u1680'],
  ['\u2000', '\u200a'],
  ['\u2028', '\u2029'],
  ['\u202f', '\u202f'],
  ['\u205f', '\u205f'],
  ['\u3000', '\u3000'],
  ['\ufeff', '\ufeff'],
];

const classOf = (ranges: typeof blanks) => ranges.map(([first, last]) => `${first}-${last}`).join('');

/** The insides of bracket expressions. */
export const separatorClass = classOf(separators);
export const otherBlankClass = classOf(blanks);
export const blankClass = ` ${otherBlankClass}`;

/** Each character that is a blank, but for ` `. */
export const otherBlanks: readonly string[] = blanks.flatMap(([first, last]) => {
  const [from, to] = [first.charCodeAt(0), last.charCodeAt(0)];
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index));
});

/** What stands between blanks, signs included; none of blank text. */
export function wordsIn(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

const pattern = new RegExp(`^[${separatorClass}]$`, 'u');

/** @param character of folded text */
export function isSeparator(character: string): boolean {
  return pattern.test(character);
}

/** At which of its ends a text has to end a word in order to be found: beside a blank or a sign there is no word to end. */
export function openEnds(text: string, whole: boolean): { readonly start: boolean; readonly end: boolean } {
  const characters = [...text];
  return {
    start: !isSeparator(characters.at(0) ?? ' '),
    end: whole && !isSeparator(characters.at(-1) ?? ' '),
  };
}
