/**
 * JSON as the source API writes it: keys sorted, `", "` and `": "` between things, everything outside ASCII as `\uXXXX`, one
 * newline at the end. Programs that compare bytes or lengths find what they found there; amounts beyond 2^53 stay exact.
 */

export function toWire(value: unknown): string {
  return `${write(value)}\n`;
}

function write(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (value === null || value === undefined) return 'null';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(write).join(', ')}]`;
  const object = value as Readonly<Record<string, unknown>>;
  const members: string[] = [];
  for (const key of Object.keys(object).sort()) {
    if (object[key] !== undefined) members.push(`${quote(key)}: ${write(object[key])}`);
  }
  return `{${members.join(', ')}}`;
}

/** Most texts are: what JSON writes as they are, and ASCII. */
const plain = /^[ !#-[\]-~]*$/;
const outsideAscii = /[^ -~]/g;

function quote(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text).replace(outsideAscii, escapeCharacter);
}

const escapeCharacter = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
