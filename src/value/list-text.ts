/** A list as one text: `a,"b, c",d`. Quotes keep a comma that belongs to an item, as labels may have; two in quotes are one. */

export function splitList(text: string): readonly string[] {
  const items: string[] = [];
  let at = 0;
  do {
    const quoted = quotedItem.exec(text.slice(at));
    const end = quoted ? at + quoted[0].length : text.indexOf(',', at);
    const stop = end < 0 ? text.length : end;
    items.push(quoted ? (quoted[1] ?? '').replaceAll('""', '"') : text.slice(at, stop).trim());
    at = stop + 1;
  } while (at <= text.length);
  return items;
}

const quotedItem = /^\s*"((?:[^"]|"")*)"\s*(?=,|$)/;

/** What `splitList` reads back. */
export function joinList(items: readonly string[]): string {
  return items.map((item) => (isPlain(item) ? item : `"${item.replaceAll('"', '""')}"`)).join(',');
}

const isPlain = (item: string) => item !== '' && item.trim() === item && !/[",]/.test(item);
