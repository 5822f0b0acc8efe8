/** The names of a table's columns. Two of one name are told apart; one without a name is called by its place. */

export function distinctNames(header: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return header.map((cell, index) => {
    const name = cell.trim() || `Column ${index + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

/** The last columns are of no use when neither the header nor a row has anything in them: a comma too many, mostly. */
export function trimmedHeader(header: readonly string[]): readonly string[] {
  const last = header.findLastIndex((cell) => cell.trim() !== '');
  return header.slice(0, last + 1);
}
