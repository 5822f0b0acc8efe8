/**
 * In which encoding a file is written. A byte order mark tells UTF-8 and UTF-16. Without one it must be UTF-8 as a whole, which
 * is looked at before anything goes in: an export in another encoding has a wrong byte in every name with an accent, and half
 * an import with a thousand complaints helps nobody. Any other is to be said: which one it is nobody can tell from the bytes.
 */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { unreadable } from './source.ts';

/** @returns a name that TextDecoder takes. @throws DomainError that names the first line with a wrong byte */
export async function encodingOf(path: string, said: string | undefined): Promise<string> {
  if (said !== undefined) return knownEncoding(said);
  const marked = await markOf(path);
  if (marked !== undefined) return marked;
  await assertUtf8(path);
  return 'utf-8';
}

function knownEncoding(name: string): string {
  try {
    return new TextDecoder(name).encoding;
  } catch {
    throw unreadable(`There is no encoding ${JSON.stringify(name)}: windows-1252, utf-16le or utf-8, for example.`);
  }
}

async function markOf(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const [first, second, third, fourth] = buffer.subarray(0, bytesRead);
    if (first === 0xff && second === 0xfe) return 'utf-16le';
    if (first === 0xfe && second === 0xff) return 'utf-16be';
    // Without a mark, ASCII in UTF-16 has a zero in every other byte.
    if (second === 0 && fourth === 0 && first) return 'utf-16le';
    if (first === 0 && third === 0 && second) return 'utf-16be';
    return undefined;
  } finally {
    await file.close();
  }
}

async function assertUtf8(path: string): Promise<void> {
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
    `${path} is not UTF-8: see line ${line}. Say what it is: --encoding windows-1252 is what older programs of western Europe and America write.`,
  );
