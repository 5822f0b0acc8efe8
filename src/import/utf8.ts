/**
 * Is the file UTF-8? Asked of the whole file before anything goes in: an export in another encoding has a wrong byte in
 * every name with an accent, and half an import with a thousand complaints helps nobody.
 */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { unreadable } from './source.ts';

/** @throws DomainError that names the first line with a wrong byte */
export async function assertUtf8(path: string): Promise<void> {
  let line = 1;
  let unfinished = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = Buffer.concat([unfinished, chunk]);
    const end = endOfWholeCharacters(bytes);
    const whole = bytes.subarray(0, end);
    if (!isUtf8(whole)) throw notUtf8(path, line + firstBadLine(whole));
    line += countNewlines(whole);
    unfinished = bytes.subarray(end);
  }
  if (unfinished.length > 0) throw notUtf8(path, line);
}

/** A chunk may end inside a character, which has up to four bytes. */
function endOfWholeCharacters(bytes: Buffer): number {
  for (let at = bytes.length - 1; at >= Math.max(0, bytes.length - 3); at--) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0xc0) return isUtf8(bytes.subarray(at)) ? bytes.length : at;
    if (byte < 0x80) break;
  }
  return bytes.length;
}

/** Counted from 0. No byte of a longer character is a newline, so lines can be judged one by one. */
function firstBadLine(bytes: Buffer): number {
  for (let line = 0, from = 0; ; line++) {
    const newline = bytes.indexOf(10, from);
    if (newline < 0 || !isUtf8(bytes.subarray(from, newline))) return line;
    from = newline + 1;
  }
}

function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

const notUtf8 = (path: string, line: number) =>
  unreadable(
    `${path} is not UTF-8: see line ${line}. Save it as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8.`,
  );
