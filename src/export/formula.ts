/**
 * Texts that a spreadsheet takes for formulas. A note `=HYPERLINK(…)` that somebody typed into a form would run in the sheet
 * of whoever opens the file. An apostrophe in front makes it text; a text that has one there already is given one more, so
 * that it can be taken away again.
 */

const formula = /^'*[=+\-@\t\r＝＋－＠]/;

export const harmless = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** What `harmless` did, undone. */
export const asWritten = (text: string): string => (/^'/.test(text) && formula.test(text) ? text.slice(1) : text);
